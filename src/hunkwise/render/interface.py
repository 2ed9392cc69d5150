"""The form of a renderer, what a reader can choose, and how one is found by name."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points

from hunkwise.errors import UsageError
from hunkwise.explain.model import Report
from hunkwise.registry import plugged

GROUP = "hunkwise.renderers"
"""The entry-point group in which other packages offer renderers."""

_OWN = {
    "text": "hunkwise.render.text",
    "json": "hunkwise.render.json",
    "sarif": "hunkwise.render.sarif",
    "markdown": "hunkwise.render.markdown",
    "html": "hunkwise.render.html",
    "github": "hunkwise.render.github",
}


@dataclass(frozen=True, slots=True)
class View:
    """What the reader asked for.

    `width` is in terminal columns (at least 40 is used). `colour` allows terminal colours. `show_dropped` lists the findings that aren't
    told, instead of counting them. `full` shows all of the reasoning, not the strongest parts alone. Formats for programs show everything.
    """

    width: int = 80
    colour: bool = False
    show_dropped: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class Renderer:
    """One output format.

    `render` turns a report into text that ends with a line feed. It never raises on account of what the report's texts contain, is
    deterministic, shows every `Skipped`, and lets no control, direction or invisible character through. `suffix` is that of a file which
    holds the output (".html").
    """

    name: str
    suffix: str
    render: Callable[[Report, View], str]


def renderer_names() -> tuple[str, ...]:
    """The names of all formats, ours first. Loads none of them."""
    return (*_OWN, *sorted(point.name for point in entry_points(group=GROUP) if point.name not in _OWN))


def renderer(name: str) -> Renderer:
    """The renderer called `name`; only ours that is asked for is imported.

    Raises UsageError for an unknown name, SettingsError for a plugin that can't be loaded.
    """
    if name in _OWN:
        own: Renderer = importlib.import_module(_OWN[name]).RENDERER
        return own
    for offered in plugged(GROUP, Renderer):
        if offered.name == name:
            return offered
    raise UsageError(f"there is no output format {name!r}", f"Choose one of: {', '.join(renderer_names())}")
