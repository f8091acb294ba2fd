"""Reading an OpenAPI description for people: its questions with their parameters, and the shapes of its answers."""

from dataclasses import dataclass
from typing import Any

OK = "200"


@dataclass(frozen=True)
class Value:
    """A parameter or a member of an answer; `shape` names the shape it holds, if it holds one."""

    name: str
    kind: str
    about: str
    shape: str = ""
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """A question a program may ask."""

    method: str
    path: str
    about: str
    parameters: list[Value]
    shape: str


@dataclass(frozen=True)
class Shape:
    """An object of an answer with its members."""

    name: str
    about: str
    values: list[Value]


def operations(description: dict[str, Any]) -> list[Operation]:
    """Every question, in the order of the addresses."""
    return [
        _operation(method.upper(), path, told)
        for path, methods in sorted(description["paths"].items())
        for method, told in methods.items()
    ]


def _operation(method: str, path: str, told: dict[str, Any]) -> Operation:
    content = told["responses"][OK].get("content", {}).get("application/json", {})
    parameters = [
        _value(one["name"], one.get("schema", {}), one.get("description", ""), required=one.get("required", False))
        for one in told.get("parameters", [])
    ]
    return Operation(method, path, told.get("description", ""), parameters, _shape_in(content.get("schema", {})))


def shapes(description: dict[str, Any]) -> list[Shape]:
    """Every shape, by name."""
    found = description["components"]["schemas"]
    return [
        Shape(
            name,
            told.get("description", ""),
            [_value(key, inside, "") for key, inside in told.get("properties", {}).items()],
        )
        for name, told in sorted(found.items())
    ]


def _value(name: str, schema: dict[str, Any], about: str, *, required: bool = False) -> Value:
    bounds = [f"{sign} {schema[key]}" for key, sign in (("minimum", "≥"), ("maximum", "≤")) if key in schema]
    told = " ".join([about or schema.get("description", ""), *bounds]).strip()
    return Value(name, _kind(schema), told, _shape_in(schema), required)


def _kind(schema: dict[str, Any]) -> str:
    """The type in the words of JSON: "string", "array of Hit", "integer or null"."""
    if "$ref" in schema:
        return _named(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"array of {_kind(schema.get('items', {}))}"
    inside = schema.get("additionalProperties")
    if kind == "object" and isinstance(inside, dict):
        return f"object of {_kind(inside)}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def _shape_in(schema: dict[str, Any]) -> str:
    """The shape that a schema holds, if any."""
    if "$ref" in schema:
        return _named(schema["$ref"])
    inside = [*schema.get("anyOf", []), schema.get("items"), schema.get("additionalProperties")]
    return next((found for one in inside if isinstance(one, dict) and (found := _shape_in(one))), "")


def _named(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]
