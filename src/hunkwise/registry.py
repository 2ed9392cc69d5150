"""One way to find plugins: modules of a package of ours, and entry points of other packages."""

import importlib
import pkgutil
from collections.abc import Iterator
from importlib.metadata import entry_points
from types import ModuleType
from typing import TypeVar

from hunkwise.errors import SettingsError

T = TypeVar("T")


def members(package: ModuleType, attribute: str, kind: type[T]) -> Iterator[T]:
    """`attribute` of every module under `package` (a file each) that has it, in the order of module names."""
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        value = getattr(importlib.import_module(found.name), attribute, None)
        if isinstance(value, kind):
            yield value


def plugged(group: str, kind: type[T]) -> Iterator[T]:
    """What other installed packages offer under the entry-point `group`.

    Raises SettingsError where an entry point can't be loaded or is no `kind`: a plugin that is silently missing would look like a
    clean result.
    """
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        try:
            value = point.load()
        except Exception as error:
            raise SettingsError(
                f"the plugin {point.name!r} ({point.value}) can't be loaded: {error}", "Fix or uninstall the package that offers it"
            ) from error
        if not isinstance(value, kind):
            raise SettingsError(
                f"the plugin {point.name!r} ({point.value}) is no {kind.__name__}", "Fix or uninstall the package that offers it"
            )
        yield value
