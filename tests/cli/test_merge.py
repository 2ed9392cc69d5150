"""Many reports into one: nothing that matters is lost, memory is bounded, and the number of processes changes nothing."""

from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from hunkwise.change import Change, Skipped, Tree
from hunkwise.change.hunks import added_file
from hunkwise.cli import merge, parallel
from hunkwise.cli.merge import Top, merged
from hunkwise.detector import Detector
from hunkwise.explain.model import Report
from hunkwise.judge import Settings
from hunkwise.signals import Signals

from .conftest import EVIL, PLAIN
from .fake import FakeModel


def report(*texts: str, skipped: tuple[Skipped, ...] = (), names: str = "m") -> Report:
    """The report on a change that adds a file of each text."""
    files = tuple(added_file(f"{names}{number}.py", text) for number, text in enumerate(texts))
    return Detector(FakeModel(), Signals.load()).report(Change("x", files, skipped), Settings())


def test_nothing_is_lost() -> None:
    """Findings, explanations, skipped things and counts of all parts are in the whole."""
    gone = Skipped("b.bin", "binary")
    parts = [report(EVIL, PLAIN), report(PLAIN, skipped=(gone,)), report(EVIL, names="z")]
    whole = merged(parts, "tree")
    assert whole is not None
    assert whole.verdict.change == "tree"
    assert {finding.path for finding in whole.verdict.findings} == {"m0.py", "z0.py"}
    assert [explanation.finding for explanation in whole.explanations] == list(whole.verdict.findings)
    assert gone in whole.verdict.skipped
    assert whole.verdict.files == sum(part.verdict.files for part in parts)
    assert whole.verdict.lines == sum(part.verdict.lines for part in parts)
    assert whole.verdict.flagged
    assert whole.verdict.risk == max(part.verdict.risk for part in parts)


def test_fingerprints_are_unique() -> None:
    """Equal code in different parts gets different fingerprints."""
    whole = merged([report(EVIL, names="a"), report(EVIL, names="b")], "tree")
    assert whole is not None
    prints = [finding.fingerprint for finding in whole.verdict.findings]
    assert len(set(prints)) == len(prints) == 2


def test_nothing_merged_is_nothing() -> None:
    """No report makes no report."""
    assert merged([], "tree") is None


def test_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound the riskiest stay, and a note says how many are left out."""
    monkeypatch.setattr(merge, "MOST_FINDINGS", 3)
    whole = merged([report(EVIL, EVIL) for _ in range(4)], "tree")
    assert whole is not None
    assert len(whole.verdict.findings) == 3
    assert any("5 findings" in note for note in whole.verdict.notes)


def test_top_keeps_the_riskiest() -> None:
    """The items of highest risk stay, in falling order; of equal ones the first."""
    top: Top[str] = Top(2)
    for risk, item in ((0.1, "a"), (0.9, "b"), (0.5, "c"), (0.5, "d")):
        top.add(risk, item)
    assert list(top) == ["b", "c"]
    assert top.seen == 4


@pytest.mark.slow
def test_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes and one find the same in the same tree."""
    monkeypatch.setattr(parallel, "BATCH", 20)
    monkeypatch.setattr(parallel, "WORTH_A_POOL", 50)
    for number in range(60):
        (tmp_path / f"m{number:03}.py").write_text("import os\n\ndef f(x):\n    os.system('ls ' + x)\n" if number % 20 == 3 else PLAIN)
    wholes = []
    for jobs in (1, 2):
        whole = merged(parallel.reports(Tree(tmp_path).changes(), Settings(), None, "t", jobs), "t")
        assert whole is not None
        wholes.append(structs.replace(whole, verdict=structs.replace(whole.verdict, seconds=0.0)))
    assert msgspec.json.encode(wholes[0]) == msgspec.json.encode(wholes[1])
    assert wholes[0].verdict.files == 60
