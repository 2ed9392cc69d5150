"""Datasets written anew."""

import errno
import json
from pathlib import Path

import pytest

from findings.folders import FILES, FINDINGS, LINKS, dataset
from hunkwise.errors import DatasetError, OutputError, UsageError
from hunkwise.findings import Mapping, Report, check, import_, load
from hunkwise.findings import importer as module
from hunkwise.findings.mapping import FileFields, FindingFields


def test_plain_form(tmp_path: Path) -> None:
    """An import has one set of field names and four severities, and says the same as what it was made from."""
    folder = dataset(
        tmp_path / "in",
        [
            {"uid": file["id"], "repo": file["repository"], "name": file["path"], "lines": str(file["content"]).splitlines()}
            for file in FILES
        ],
        findings=[{**finding, "cwe": [1, "b"], "at": "L2"} for finding in FINDINGS],
    )
    mapping = Mapping(files=FileFields("uid", "repo", "name", "lines"), findings=FindingFields(category="cwe", lines="at"))
    report = import_(folder, tmp_path / "out", mapping)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(module.FILES)
    plain = Mapping(findings=FindingFields(category="category", lines="lines"))
    again = check(tmp_path / "out", plain)
    assert again == report
    before, after = load(folder, mapping), load(tmp_path / "out", plain)
    assert list(before.files()) == list(after.files())
    assert (before.findings, before.links) == (after.findings, after.links)
    assert after.findings["f1"].category == "1, b"


def test_only_what_can_be_used(tmp_path: Path) -> None:
    """What can't be used is left out of the data and named in the report; a second import changes nothing any more."""
    folder = dataset(tmp_path / "in", [*FILES, {"id": "c4"}], [*LINKS, {"finding_id": "f1", "file_id": "c4"}], [*FINDINGS, {"id": "f3"}])
    report = import_(folder, tmp_path / "out", Mapping())
    assert {problem.id for problem in report.problems} == {"c4", "f3", "f1 - c4"}
    assert Report(**{**json.loads((tmp_path / "out" / "report.json").read_text())}).severities == report.severities
    second = import_(tmp_path / "out", tmp_path / "again", Mapping())
    assert second.problems == ()
    for name in module.FILES[:3]:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_empty_dataset(tmp_path: Path) -> None:
    """A dataset of which nothing can be used gives empty files that can be read."""
    import_(dataset(tmp_path / "in", [], [], []), tmp_path / "out", Mapping())
    assert check(tmp_path / "out", Mapping()).findings.total == 0


def test_earlier_import_is_replaced(tmp_path: Path) -> None:
    """An import into an earlier one replaces it; nothing else is left beside it."""
    import_(dataset(tmp_path / "in"), tmp_path / "out", Mapping())
    import_(dataset(tmp_path / "in", FILES[:1]), tmp_path / "out", Mapping())
    assert check(tmp_path / "out", Mapping()).files.total == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_other_files_are_safe(tmp_path: Path) -> None:
    """A folder with other files, the dataset itself and a file aren't written to."""
    folder = dataset(tmp_path / "in")
    other = dataset(tmp_path / "other")
    (tmp_path / "file").write_text("mine")
    for out, error in (
        (folder, UsageError),
        (other, UsageError),
        (tmp_path / "file", OutputError),
        (tmp_path / "file" / "under", OutputError),
    ):
        with pytest.raises(error) as caught:
            import_(folder, out, Mapping())
        assert caught.value.remedy
    assert (tmp_path / "file").read_text() == "mine"
    assert len(list(other.iterdir())) == 3


@pytest.mark.parametrize("earlier", [False, True])
def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool) -> None:
    """Without room nothing new appears, what was there stays, and the error says so."""
    folder, out = dataset(tmp_path / "in"), tmp_path / "out"
    if earlier:
        import_(folder, out, Mapping())
    before = sorted(path.name for path in tmp_path.iterdir())

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        import_(folder, out, Mapping())
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert not earlier or check(out, Mapping()).problems == ()


def test_failure_while_replacing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new folder can't be put in place, the earlier import comes back."""
    folder, out = dataset(tmp_path / "in"), tmp_path / "out"
    import_(folder, out, Mapping())
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == out and ".old." not in self.name:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError):
        import_(folder, out, Mapping())
    assert check(out, Mapping()).problems == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle leaves nothing behind."""
    folder = dataset(tmp_path / "in")

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_(folder, tmp_path / "out", Mapping())
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_unreadable_dataset(tmp_path: Path) -> None:
    """A dataset that can't be read makes no output."""
    (dataset(tmp_path / "in") / "findings.json").write_text("[{")
    with pytest.raises(DatasetError):
        import_(tmp_path / "in", tmp_path / "out", Mapping())
    assert not (tmp_path / "out").exists()


def test_progress(tmp_path: Path) -> None:
    """Progress counts every byte of the data once for each pass."""
    folder = dataset(tmp_path / "in")
    size = sum(path.stat().st_size for path in folder.iterdir())
    code = (folder / "code_files.json").stat().st_size
    seen: list[int] = []
    import_(folder, tmp_path / "out", Mapping(), seen.append)
    assert sum(seen) == size + 2 * code
