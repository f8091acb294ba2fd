"""The Jinja environment: one root, strict, translated, with dates and numbers in the reader's way."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from time import monotonic

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from rmtc.assets import static_url
from rmtc.calling import LeanCode, LeanContext, translate, translate_number
from rmtc.clock import CENTRE_ZONE
from rmtc.i18n import countries, formats, languages
from rmtc.icons import icon, icon_of_sheet, icon_sheet
from rmtc.pieces import Pieces
from rmtc.rivers import river, tone

ROOT = Path(__file__).parents[2] / "templates"


class PatientLoader(FileSystemLoader):
    """Reads templates from a folder; looks for changes of each once a second at most, as a page has some thirty."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Give text, path, and the question whether these are still up to date."""
        text, path, is_current = super().get_source(environment, template)
        looked = lru_cache(maxsize=1)(lambda _second: is_current())
        return text, path, lambda: looked(int(monotonic()))


def make_environment(*, reload: bool = False) -> Environment:
    """Make the environment that renders every page."""
    env = Environment(
        loader=PatientLoader(ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.context_class, env.code_generator_class = LeanContext, LeanCode
    env.globals |= {
        "_": translate,
        "gettext": translate,
        "ngettext": translate_number,
        "static_url": static_url,
        "icon": icon,
        "icon_of_sheet": icon_of_sheet,
        "icon_sheet": icon_sheet,
        "river": river,
        "tone": tone,
        "piece": Pieces(env),
        "language_name": languages.language_name,
    }
    env.filters |= {
        "day": _day,
        "moment": _moment,
        "clock_time": _clock_time,
        "number": formats.number,
        "mark": formats.mark,
        "file_size": formats.size,
        "file_format": formats.file_format,
        "country": countries.country_name,
    }
    return env


def _zone(context: Context) -> str:
    viewer = context.get("person")
    return viewer.time_zone if viewer else CENTRE_ZONE


@pass_context
def _day(context: Context, value: date | datetime, pattern: str = "long") -> str:
    return formats.day(value, _zone(context), pattern)


@pass_context
def _moment(context: Context, value: datetime) -> str:
    return formats.moment(value, _zone(context))


@pass_context
def _clock_time(context: Context, value: datetime) -> str:
    return formats.clock_time(value, _zone(context))
