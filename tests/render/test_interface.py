"""Renderers by name."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from hunkwise.errors import SettingsError, UsageError
from hunkwise.render import Renderer, View, interface, renderer, renderer_names

NAMES = ("text", "json", "sarif", "markdown", "html", "github")
OURS = Renderer("lines", ".txt", lambda report, view: f"{len(report.explanations)}\n")


def test_our_formats_are_known() -> None:
    """Each format is found by its name and has a suffix."""
    assert renderer_names() == NAMES
    for name in NAMES:
        assert renderer(name).name == name
        assert renderer(name).suffix.startswith(".")


def test_an_unknown_format_names_the_known() -> None:
    """The error says which formats there are and ends with the exit code of usage."""
    with pytest.raises(UsageError) as caught:
        renderer("pdf")

    assert "'pdf'" in caught.value.message
    assert all(name in caught.value.remedy for name in NAMES)
    assert caught.value.exit_code == 2


def test_a_format_of_another_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point adds a format, and can't take the name of one of ours."""
    points = [EntryPoint(name, f"{__name__}:OURS", interface.GROUP) for name in ("lines", "text")]
    monkeypatch.setattr(interface, "entry_points", lambda group: points)
    monkeypatch.setattr("hunkwise.registry.entry_points", lambda group: points)

    assert renderer("lines") == OURS
    assert renderer("text").name == "text"
    assert renderer_names() == (*NAMES, "lines")


def test_a_format_that_is_no_renderer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin of another type is an error of settings, not a crash."""
    monkeypatch.setattr("hunkwise.registry.entry_points", lambda group: [EntryPoint("lines", "builtins:str", group)])

    with pytest.raises(SettingsError):
        renderer("lines")


def test_looking_for_a_format_loads_no_terminal_library() -> None:
    """Only the text format pays for the terminal library."""
    program = (
        "import sys; from hunkwise.render import renderer; "
        "[renderer(name) for name in ('json', 'sarif', 'markdown', 'html')]; print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_a_view_has_plain_defaults() -> None:
    """Nothing is coloured, unfolded or wide unless asked for."""
    assert View() == View(width=80, colour=False, show_dropped=False, full=False)
