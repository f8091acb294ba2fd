"""Rules of the house that no linter knows."""

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from rmtc.config import Settings
from rmtc.db import Database, WriteSession, make_engine
from rmtc.main import make_app
from rmtc.web.csrf import SAFE
from rmtc.web.urls import every_route

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("rmtc", "courses", "library") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN = {"utils", "helpers", "base", "common", "misc"}
STREAMING = {"healthz", "library.upload_bytes"}
"""Routes that may be async: they stream, or must answer without a thread."""


def all_routes() -> list[APIRoute]:
    app = make_app(Settings(secret_key="rules"), Database(make_engine("sqlite://")))
    return [route for route in every_route(app.routes) if isinstance(route, APIRoute)]


def test_there_are_routes() -> None:
    assert len(all_routes()) >= 3


def test_a_get_cannot_write() -> None:
    for route in all_routes():
        kinds = [
            getattr(p.annotation, "__args__", [None])[0] for p in inspect.signature(route.endpoint).parameters.values()
        ]
        assert not ((route.methods or set()) & SAFE and WriteSession in kinds), route.path


def test_routes_are_not_async() -> None:
    for route in all_routes():
        assert route.name in STREAMING or not inspect.iscoroutinefunction(route.endpoint), route.path


def test_every_route_has_its_own_name() -> None:
    names = [(route.name, method) for route in all_routes() for method in route.methods or ()]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_no_address_hides_another() -> None:
    routes = all_routes()
    for number, route in enumerate(routes):
        for later in routes[number + 1 :]:
            if later.path != route.path and (later.methods or set()) & (route.methods or set()):
                filled = {re.sub(r"{\w+(:\w+)?}", sample, later.path) for sample in ("7", "a-name")}
                assert not any(route.path_regex.match(one) for one in filled), f"{route.path} hides {later.path}"


def test_addresses_hold_no_trailing_slash() -> None:
    assert not [route.path for route in all_routes() if route.path.endswith("/") and route.path != "/"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_stay_small_and_clean(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 120
    assert " style=" not in text
    assert "|safe" not in text.replace(" ", ""), "mark trusted text in Python, where a reader sees why"


def test_modules_are_named_for_what_they_do() -> None:
    assert not [path for path in SOURCES if path.stem in FORBIDDEN]


def test_slices_stay_small() -> None:
    sizes: dict[Path, int] = {}
    families = {"engines", "kinds", "readers", "writers", "rules", "samples"}
    for path in SOURCES:
        inside = path.relative_to(ROOT).parts
        if len(inside) > 2 and not families & set(inside):
            folder = ROOT / inside[0] / inside[1]
            sizes[folder] = sizes.get(folder, 0) + len(path.read_text().splitlines())
    assert not {str(folder): size for folder, size in sizes.items() if size > 1200}


def test_everything_lazy_raises() -> None:
    from sqlalchemy.orm import class_mapper  # noqa: PLC0415

    import rmtc.tables  # noqa: F401, PLC0415
    from rmtc.db import Model  # noqa: PLC0415

    eager: list[Any] = [
        f"{mapper.class_.__name__}.{relation.key}"
        for mapper in Model.registry.mappers
        for relation in class_mapper(mapper.class_).relationships
        if relation.lazy != "raise"
    ]
    assert eager == []
