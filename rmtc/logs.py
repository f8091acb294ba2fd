"""The log: one JSON object a line on stderr, with the id of the request; readable lines on a terminal."""

import logging
import sys
from typing import Any

import structlog

from rmtc.config import Settings

ALWAYS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def write_logs(settings: Settings) -> None:
    """Send everything that is logged, by us and by libraries, to stderr in one form."""
    on_terminal = settings.env == "development" and sys.stderr.isatty()
    last: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*ALWAYS, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_colours,
                *([structlog.dev.ConsoleRenderer()] if on_terminal else last),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*ALWAYS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def without_colours(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Drop the coloured copy of its messages that uvicorn adds."""
    event.pop("color_message", None)
    return event
