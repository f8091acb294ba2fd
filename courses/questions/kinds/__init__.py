"""The kinds of questions; a new one is a module here, its form and its templates."""

from collections.abc import Mapping

from courses.questions.kinds import multiple, numerical, short, single, true_false
from courses.questions.kinds.kind import Kind
from rmtc.i18n.texts import mark

KINDS: Mapping[str, Kind] = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "numerical": numerical,
    "short": short,
}

KIND_NAMES: Mapping[str, str] = {
    "single": mark("One answer"),
    "multiple": mark("Several answers"),
    "true_false": mark("True or false"),
    "numerical": mark("A number"),
    "short": mark("A short text"),
}
