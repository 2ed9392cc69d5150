"""`hunkwise signals`: the list, one at length, and data."""

import json
from pathlib import Path

import pytest

from hunkwise.signals import Signals

from .conftest import Run


def test_list_names_all(run: Run) -> None:
    """Every signal has its line."""
    lines = run("signals").stdout.splitlines()
    for signal in Signals.load():
        assert any(line.startswith(signal.id + " ") for line in lines)


def test_one_at_length(run: Run) -> None:
    """One signal shows promise, remedy and the code of its examples."""
    for signal in Signals.load():
        said = run("signals", signal.id).stdout
        assert signal.title in said
        assert " ".join(signal.remedy.split()) in " ".join(said.split())
        assert signal.fires[0].after.strip().splitlines()[0].strip() in said


def test_data(run: Run) -> None:
    """json gives all of them, or the one."""
    listed = json.loads(run("signals", "--format", "json").stdout)
    assert [one["id"] for one in listed] == [signal.id for signal in Signals.load()]
    assert json.loads(run("signals", listed[0]["id"], "--format", "json").stdout) == listed[0]


def test_unknown_signal(run: Run) -> None:
    """A name with a slip is answered with the nearest one."""
    name = next(iter(Signals.load())).id
    result = run("signals", name + "x")
    assert result.exit_code == 2
    assert name in result.stderr


@pytest.mark.parametrize("module", [False, True])
def test_own_signal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: bool) -> None:
    """`new` writes a signal whose examples hold, and never overwrites one; `test` tells where one doesn't hold."""
    monkeypatch.chdir(tmp_path)
    option = ["--python"] if module else []
    path = Path("raw_query.py") if module else Path(".hunkwise/signals/raw-query.toml")
    assert run("signals", "new", "raw-query", *option).exit_code == 0
    assert run("signals", "new", "raw-query", *option).exit_code == 2
    assert "2 of 2" in run("signals", "test", str(path)).stdout
    path.write_text(path.read_text().replace('"legacy.quote"', '"legacy.other"'))
    result = run("signals", "test", str(path))
    assert result.exit_code == 1
    assert "should stay quiet" in result.stdout


def test_own_signal_that_is_wrong(run: Run, tmp_path: Path) -> None:
    """A bad name, a file without a signal and a broken file are told without a traceback."""
    assert run("signals", "new", "Raw Query").exit_code == 2
    for name, text in (("a.toml", "id = 1"), ("b.py", "x = 1"), ("c.py", "def (")):
        (tmp_path / name).write_text(text)
        result = run("signals", "test", str(tmp_path / name))
        assert result.exit_code == 2
        assert name in result.stderr
