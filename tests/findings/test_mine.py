"""Mining of real small histories."""

import gzip
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from change.repository import Repository
from hunkwise.change import ChangeRecord, read_patch
from hunkwise.change.git_run import Git
from hunkwise.cli import program
from hunkwise.errors import HunkwiseError
from hunkwise.findings import Facts, KnownFix, changes_file, is_reserved, load, mine_into, mined, named, propose, read_facts, read_reserved
from hunkwise.findings.history import edited, edits
from hunkwise.findings.layout import discover

FLAWED = 'def find(name):\n    cursor.execute("SELECT * FROM users WHERE name = \'" + name + "\'")\n    return cursor.fetchone()\n'
MENDED = FLAWED.replace('"SELECT * FROM users WHERE name = \'" + name + "\'"', '"SELECT * FROM users WHERE name = ?", (name,)')


def commit(repository: Repository, message: str, files: dict[str | bytes, str | bytes]) -> str:
    """Commits files under a message."""
    repository.write(files)
    repository.git("add", "--all")
    repository.git("commit", "-q", "-m", message)
    return repository.git("rev-parse", "HEAD")


@pytest.fixture
def history(tmp_path: Path) -> tuple[Repository, dict[str, str]]:
    """A flaw let in, some ordinary work, a fix that says what it is, and commits that change no product code."""
    repository = Repository(tmp_path / "shop")
    ids = {"first": commit(repository, "Begin", {"app.py": "import db\n"})}
    ids["flaw"] = commit(repository, "Find users", {"users.py": FLAWED})
    for n in range(6):
        ids[f"work{n}"] = commit(repository, f"Add page {n}", {f"page{n}.py": f"def page():\n    return {n}\n"})
    ids["docs"] = commit(repository, "Explain", {"docs/guide.md": "words\n", "tests/test_users.py": "def test(): pass\n"})
    ids["fix"] = commit(repository, "Fix SQL injection in find", {"users.py": MENDED, "tests/test_users.py": "def test(): find(1)\n"})
    return repository, ids


def by_kind(records: tuple[ChangeRecord, ...]) -> dict[str, list[ChangeRecord]]:
    """Records by what they are."""
    out: dict[str, list[ChangeRecord]] = {}
    for record in records:
        out.setdefault(record.kind, []).append(record)
    return out


def test_a_history_gives_its_kinds(history: tuple[Repository, dict[str, str]]) -> None:
    """The fix with its class, the commit that wrote what it takes away, and ordinary ones; tests and docs are cut out."""
    repository, ids = history
    found = mined(repository.path, "example/shop", Facts())
    kinds = by_kind(found.records)
    (fix,) = kinds["fix"]
    assert fix.id == f"example/shop@{ids['fix'][:12]}"
    assert (fix.language, fix.cwe, fix.labelled_by) == ("python", ("CWE-89",), "wording")
    assert [file.path for file in read_patch(fix.diff, "x").files] == ["users.py"]
    (let_in,) = kinds["introduction"]
    assert let_in.id.endswith(ids["flaw"][:12])
    assert 0 < let_in.sureness < fix.sureness
    assert {record.id[-12:] for record in kinds["ordinary"]} <= {ids[f"work{n}"][:12] for n in range(6)}
    assert len(kinds["ordinary"]) == 6


def test_known_fixes_are_surest(history: tuple[Repository, dict[str, str]]) -> None:
    """A listed commit is a fix whatever its message says; one that the history lacks is left out."""
    repository, ids = history
    facts = Facts((KnownFix("example/shop", ids["work3"], ("CVE-2024-1",), ("CWE-1",), "high"), KnownFix("example/shop", "0" * 40)))
    fixes = {record.id[-12:]: record for record in mined(repository.path, "example/shop", facts).records if record.kind == "fix"}
    assert set(fixes) == {ids["work3"][:12], ids["fix"][:12]}
    assert fixes[ids["work3"][:12]].sureness == 1.0
    assert fixes[ids["work3"][:12]].severity == "high"


def test_the_same_every_time(history: tuple[Repository, dict[str, str]]) -> None:
    """One seed, one result."""
    repository, _ = history
    assert mined(repository.path, "example/shop", Facts()) == mined(repository.path, "example/shop", Facts())


def test_what_stands_is_kept(history: tuple[Repository, dict[str, str]], tmp_path: Path) -> None:
    """A second run counts what the first wrote, even where the repository is gone."""
    repository, _ = history
    tally = mine_into(repository.path, "example/shop", Facts(), tmp_path / "out", 1)
    assert (tally.fixes, tally.introductions, tally.ordinary) == (1, 1, 6)
    assert mine_into(tmp_path / "gone", "example/shop", Facts(), tmp_path / "out", 1) == tally
    with gzip.open(changes_file(tmp_path / "out", "example/shop")) as file:
        assert len([msgspec.json.decode(line, type=ChangeRecord) for line in file]) == 8


def test_no_history_is_told(tmp_path: Path) -> None:
    """A folder that is no repository, and one with a single commit, are told in the tally and write nothing."""
    (tmp_path / "none").mkdir()
    assert "no git repository" in mine_into(tmp_path / "none", "a/none", Facts(), tmp_path / "out", 1).problem
    single = Repository(tmp_path / "single")
    single.commit({"a.py": "a = 1\n"})
    assert "no history" in mine_into(single.path, "a/single", Facts(), tmp_path / "out", 1).problem
    assert not (tmp_path / "out").exists()


def test_the_command(history: tuple[Repository, dict[str, str]], tmp_path: Path) -> None:
    """It writes records and a dataset that loads, says how many, and refuses what is reserved or named twice."""
    repository, _ = history
    out = tmp_path / "mined"
    result = CliRunner().invoke(program, ["findings", "mine", f"example/shop={repository.path}", "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "example/shop" in result.output
    assert "1 findings" in result.output
    dataset = load(out, propose(discover(out)).mapping)
    (example,) = dataset.examples()
    assert example.file.code == FLAWED
    (located,) = example.located
    assert located.lines == ((2, 2),)
    (tmp_path / "reserved.txt").write_text("example/shop\n")
    refused = CliRunner().invoke(
        program, ["findings", "mine", f"fork/shop={repository.path}", "-o", str(out), "--reserved", str(tmp_path / "reserved.txt")]
    )
    assert isinstance(refused.exception, HunkwiseError) or refused.exit_code == 2
    twice = CliRunner().invoke(program, ["findings", "mine", str(repository.path), str(repository.path), "-o", str(out)])
    assert isinstance(twice.exception, HunkwiseError) or twice.exit_code == 2


def test_names(tmp_path: Path) -> None:
    """A folder `owner+name` says it; else the last two folders do."""
    assert named(tmp_path / "pallets+flask" / "repo") == "pallets/flask"
    assert named(tmp_path / "owner" / "name.git") == "owner/name"


def test_reserved_under_other_names(tmp_path: Path) -> None:
    """Forks and packagers' names are reserved too; others aren't."""
    (tmp_path / "list").write_text("# kept\nApache/Tomcat\nexpat\n")
    kept = read_reserved(tmp_path / "list")
    assert all(is_reserved(name, kept) for name in ("apache/tomcat", "someone/Tomcat", "libexpat/libexpat", "expat"))
    assert not any(is_reserved(name, kept) for name in ("apache/tomee", "example/shop"))


def test_large_and_binary_commits_are_left_out(tmp_path: Path) -> None:
    """A label says nothing about what a thousand lines hold; what is no text or no product code gives nothing."""
    repository = Repository(tmp_path / "big")
    repository.commit({"a.py": "a = 1\n"})
    large = repository.commit({"a.py": "".join(f"a = {n}\n" for n in range(1_000))})
    binary = repository.commit({"x.bin": bytes(range(256)) * 20})
    fine = repository.commit({"b.py": "b = 1\n"})
    assert [id for id, _ in edits(Git(repository.path), [large, binary, fine])] == [fine]
    assert edited("no diff at all") is None


def test_facts_are_read(tmp_path: Path) -> None:
    """By repository in lower case; a broken line is named; no files, no facts."""
    assert read_facts(tmp_path) == {}
    path = tmp_path / "fix-commits.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"repo": "A/B", "commit": "c"}\n'))
    assert read_facts(tmp_path)["a/b"].fixes[0].commit == "c"
    path.write_bytes(gzip.compress(b'{"repo": "A/B", "commit": "c"}\n{"repo": 3}\n'))
    with pytest.raises(HunkwiseError, match="line 2"):
        read_facts(tmp_path)
