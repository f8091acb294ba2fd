"""Every table of every part: importing this module makes `metadata` complete."""

import pkgutil
from importlib import import_module
from types import ModuleType

import courses
import library
import rmtc
from rmtc.db import Model


def models_of(package: ModuleType) -> list[str]:
    """The names of a package's `models` modules, in the order of the alphabet."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return sorted(module.name for module in found if module.name.endswith(".models"))


for name in (*models_of(rmtc), *models_of(library), *models_of(courses)):
    import_module(name)

metadata = Model.metadata
