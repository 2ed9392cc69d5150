"""Progress shows on terminals alone, only for what takes long, and leaves nothing behind."""

import io
import sys
import threading
import time
from pathlib import Path

import pytest

from hunkwise.cli import progress as module
from hunkwise.cli.output import write_file
from hunkwise.cli.progress import progress
from hunkwise.cli.terminal import coloured, columns


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


def settle(before: int) -> None:
    """Waits until no more threads than `before` are left, and fails where one stays."""
    end = time.perf_counter() + 2
    while threading.active_count() > before and time.perf_counter() < end:
        time.sleep(0.02)
    assert threading.active_count() == before


def test_silent_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a file or pipe nothing is written."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    with progress("Reviewing", 3) as advance:
        advance(3)
        time.sleep(0.1)
    assert stream.getvalue() == ""


def test_silent_when_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done at once needs no bar."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("Reviewing", 3) as advance:
        advance(3)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("total", [None, 4])
def test_shows_when_slow(monkeypatch: pytest.MonkeyPatch, total: int | None) -> None:
    """What takes long is shown with how much is done, and no thread is left."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    before = threading.active_count()
    with progress("Reviewing [red]", total) as advance:
        advance(1)
        time.sleep(0.5)
        advance(2)
        time.sleep(0.3)
    assert "Reviewing [red]" in stream.getvalue()
    assert "3" in stream.getvalue()
    settle(before)


def test_an_error_ends_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception goes through, and the bar is gone."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    before = threading.active_count()
    with pytest.raises(ValueError, match="x"), progress("Reviewing"):
        time.sleep(0.2)
        raise ValueError("x")
    settle(before)


def test_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours are for terminals that want them."""
    assert not coloured()
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert coloured()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured()


def test_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal lines have 80 columns; with one they have its own, within reason."""
    monkeypatch.setenv("COLUMNS", "120")
    assert columns() == 80
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert columns() == 120
    monkeypatch.setenv("COLUMNS", "1000")
    assert columns() == 160


def test_files_keep_their_permissions(tmp_path: Path) -> None:
    """A report that replaces a file keeps the file's permissions."""
    target = tmp_path / "r.json"
    write_file(target, "a\n")
    target.chmod(0o640)
    write_file(target, "b\n")
    assert target.read_text() == "b\n"
    assert target.stat().st_mode & 0o777 == 0o640
