"""`hunkwise signals`: the list, one at length, and data."""

import json

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
