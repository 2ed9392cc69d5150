"""What of a dataset can be used: every record is used or reported."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.folders import FILES, FINDINGS, LINKS, dataset
from hunkwise.errors import DatasetError
from hunkwise.findings import Mapping, Report, check, load
from hunkwise.findings.mapping import FindingFields
from hunkwise.findings.model import MEANINGS


def reasons(report: Report) -> list[tuple[str, str, str]]:
    return [(problem.kind, problem.id, problem.reason) for problem in report.problems]


def test_all_is_well(tmp_path: Path) -> None:
    """A whole dataset has no problems, and its counts are right."""
    report = check(dataset(tmp_path), Mapping())
    assert report.problems == ()
    assert [(tally.total, tally.used, tally.unusable) for tally in (report.files, report.links, report.findings)] == [
        (3, 3, 0),
        (2, 2, 0),
        (2, 2, 0),
    ]
    assert report.clean == 1
    assert report.severities == {"critical": 1, "high": 1}
    assert report.languages == {"python": 1, "solidity": 1}
    assert report.repositories == {"example/one": 2}
    assert sum(report.located.values()) == 2


@pytest.mark.parametrize("ending", ["json", "jsonl", "ndjson"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("shape", ["list", "keyed", "lines"])
def test_every_shape(tmp_path: Path, ending: str, packed: bool, shape: str) -> None:
    """The three files may be arrays, objects keyed by id or JSON lines, plain or packed, with the same result."""
    whole = check(dataset(tmp_path / "plain"), Mapping())
    folder = tmp_path / "other"
    folder.mkdir()
    for name, items in (("code_files", FILES), ("findings_file_links", LINKS), ("findings_all", FINDINGS)):
        if shape == "keyed" and ending == "json":
            text = json.dumps({item.get("id", f"{number}"): item for number, item in enumerate(items)})
        elif shape == "list" and ending == "json":
            text = json.dumps(items)
        else:
            text = "\n".join(map(json.dumps, items))
        path = folder / f"{name}.{ending}{'.gz' if packed else ''}"
        path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    assert check(folder, Mapping()) == whole


def test_code_as_lines(tmp_path: Path) -> None:
    """Code may be a list of lines, bare or as objects."""
    files = [
        {**FILES[0], "content": str(FILES[0]["content"]).splitlines(keepends=True)},
        {**FILES[1], "content": [{"number": n, "text": line} for n, line in enumerate(str(FILES[1]["content"]).splitlines(), 1)]},
        {**FILES[2], "content": {"lines": str(FILES[2]["content"]).splitlines()}},
    ]
    plain = [file.code for file in load(dataset(tmp_path / "a"), Mapping()).files()]
    assert [file.code for file in load(dataset(tmp_path / "b", files), Mapping()).files()] == plain


def test_line_ends(tmp_path: Path) -> None:
    """Line ends are brought to line feeds, so that line numbers mean the same everywhere."""
    files = [{**file, "content": str(file["content"]).replace("\n", "\r\n")} for file in FILES]
    assert all("\r" not in file.code for file in load(dataset(tmp_path, files), Mapping()).files())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"content": None}, "no-code"),
        ({"content": ""}, "no-code"),
        ({"content": " \n\t"}, "no-code"),
        ({"content": 5}, "no-code"),
        ({"content": ["a", None]}, "no-code"),
        ({"content": "https://example.org/Vault.sol"}, "no-code"),
        ({"content": "a\0b"}, "no-code"),
        ({"content": "x = 1\n" * 800_000}, "too-large"),
        ({"path": "notes.pdf"}, "no-source-path"),
        ({"path": ""}, "no-source-path"),
        ({"path": None}, "no-source-path"),
        ({"path": ["a.py"]}, "no-source-path"),
        ({"path": "a" * 5000 + ".py"}, "no-source-path"),
    ],
)
def test_unusable_file(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    """A file that can't be used is reported with its reason, and so is what hangs on it alone."""
    report = check(dataset(tmp_path, [{**FILES[0], **change}, *FILES[1:]]), Mapping())
    assert reasons(report) == [("files", "c1", reason), ("findings", "f1", "no-code"), ("links", "f1 - c1", "unusable-end")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"description": ""}, "no-explanation"),
        ({"description": None}, "no-explanation"),
        ({"description": {"a": 1}}, "no-explanation"),
        ({"description": "x" * 1_000_001}, "too-large"),
        ({"severity": "urgent"}, "unknown-severity"),
        ({"severity": None}, "unknown-severity"),
        ({"severity": ["high", "low"]}, "unknown-severity"),
        ({"severity": "Gas"}, "no-risk"),
    ],
)
def test_unusable_finding(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    """A finding that can't be used is reported with its reason; its file is still used, as one without a finding."""
    report = check(dataset(tmp_path, findings=[{**FINDINGS[0], **change}, FINDINGS[1]]), Mapping())
    assert reasons(report) == [("findings", "f1", reason), ("links", "f1 - c1", "unusable-end")]
    assert report.clean == 2


@pytest.mark.parametrize("value", [None, "", " ", True, 1.5, [], {}, "x" * 3000, 10**50])
def test_no_id(tmp_path: Path, value: object) -> None:
    """A record without a usable id is reported, and links that meant it dangle."""
    report = check(dataset(tmp_path, [{**FILES[0], "id": value}, *FILES[1:]]), Mapping())
    assert reasons(report) == [("files", "", "no-id"), ("findings", "f1", "no-code"), ("links", "f1 - c1", "dangling-link")]


@pytest.mark.parametrize("value", [None, 5, "text", ["a", "b"], True])
def test_not_an_object(tmp_path: Path, value: object) -> None:
    """A record that is no object is reported under each of the three kinds."""
    report = check(dataset(tmp_path, [*FILES, value], [*LINKS, value], [*FINDINGS, value]), Mapping())
    assert reasons(report) == [("files", "", "not-an-object"), ("findings", "", "not-an-object"), ("links", "", "not-an-object")]


def test_ids_as_numbers(tmp_path: Path) -> None:
    """An id may be a number on one side and text on the other."""
    files = [{**file, "id": number} for number, file in enumerate(FILES)]
    report = check(dataset(tmp_path, files, [{"finding_id": "f1", "file_id": "0"}, {"finding_id": "f2", "file_id": 1}]), Mapping())
    assert report.problems == ()


def test_bad_links(tmp_path: Path) -> None:
    """Links that name nothing, something that isn't there, or the same two again are reported."""
    more = [
        {"finding_id": "f1"},
        {"file_id": "c1"},
        {},
        {"finding_id": "f9", "file_id": "c1"},
        {"finding_id": "f1", "file_id": "c9"},
        LINKS[0],
    ]
    report = check(dataset(tmp_path, links=[*LINKS, *more]), Mapping())
    assert [problem.reason for problem in report.problems] == [*["incomplete-link"] * 3, *["dangling-link"] * 2, "duplicate-link"]
    assert [problem.number for problem in report.problems] == [3, 4, 5, 6, 7, 8]
    assert "c9" in report.problems[4].detail


def test_links_with_lists(tmp_path: Path) -> None:
    """A link may join lists; each pair counts by itself."""
    report = check(dataset(tmp_path, links=[{"finding_id": ["f1", "f2"], "file_id": ["c1", "c2", "c9"]}]), Mapping())
    assert (report.links.total, report.links.used, report.links.unusable) == (6, 4, 2)


def test_unlinked_finding(tmp_path: Path) -> None:
    """A finding without a file is reported: there is no code to learn from."""
    report = check(dataset(tmp_path, links=LINKS[:1]), Mapping())
    assert reasons(report) == [("findings", "f2", "no-code")]


def test_duplicate_ids(tmp_path: Path) -> None:
    """The second record with an id is reported, whatever it says; the first is used."""
    report = check(dataset(tmp_path, [*FILES, {**FILES[1], "content": "other()\n"}], findings=[*FINDINGS, FINDINGS[0]]), Mapping())
    assert reasons(report) == [("files", "c2", "duplicate-id"), ("findings", "f1", "duplicate-id")]
    assert report.findings.used == 2


def test_duplicate_keys(tmp_path: Path) -> None:
    """An object keyed by id that has a key twice gives two records with one id; in a record the last of two fields counts."""
    folder = dataset(tmp_path)
    one, two, three = (json.dumps(file) for file in FILES)
    (folder / "code_files.json").write_text(f'{{"c1": {one}, "c1": {one}, "c2": {two}, "c3": {three}}}')
    assert reasons(check(folder, Mapping())) == [("files", "c1", "duplicate-id")]
    (folder / "code_files.json").write_text(f'[{one[:-1]}, "path": "last.py"}}, {two}, {three}]')
    assert [file.path for file in load(folder, Mapping()).files()] == ["last.py", "app/shop.py", "clean.go"]


def test_duplicate_content(tmp_path: Path) -> None:
    """A record that repeats another's content under a new id is reported, and its links lead to the first."""
    files = [*FILES, {**FILES[0], "id": "c1-again"}]
    findings = [*FINDINGS, {**FINDINGS[1], "id": "f2-again"}]
    links = [{"finding_id": "f1", "file_id": "c1-again"}, LINKS[1], {"finding_id": "f2-again", "file_id": "c3"}]
    data = load(dataset(tmp_path, files, links, findings), Mapping())
    assert {(link.finding, link.file) for link in data.links} == {("f1", "c1"), ("f2", "c2"), ("f2", "c3")}
    assert reasons(check(tmp_path, Mapping())) == [
        ("files", "c1-again", "duplicate-content"),
        ("findings", "f2-again", "duplicate-content"),
    ]


def test_own_severity_names(tmp_path: Path) -> None:
    """A spelling that isn't known can be given in the mapping."""
    folder = dataset(tmp_path, findings=[{**FINDINGS[0], "severity": "urgent"}, FINDINGS[1]])
    assert check(folder, Mapping(severity={"Urgent": "critical"})).severities == {"critical": 2}


def test_given_lines(tmp_path: Path) -> None:
    """Lines that a field gives are where a finding is located first of all."""
    folder = dataset(tmp_path, findings=[{**FINDINGS[0], "where": {"start": 1, "end": 2}}, FINDINGS[1]])
    located = {one.finding.id: one for one in load(folder, Mapping(findings=FindingFields(lines="where"))).located()}
    assert (located["f1"].lines, located["f1"].how) == (((1, 2),), "given")


def test_folders_that_are_none(tmp_path: Path) -> None:
    """A missing folder, a file, an empty folder and one without code are each a clear error."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    for name in ("none", "file", "empty"):
        with pytest.raises(DatasetError) as caught:
            check(tmp_path / name, Mapping())
        assert caught.value.remedy
    for missing in ("code_files.json", "findings_file_links.json"):
        folder = dataset(tmp_path / missing[:4])
        (folder / missing).unlink()
        with pytest.raises(DatasetError, match=missing):
            check(folder, Mapping())


def test_every_reason_is_explained() -> None:
    """Each reason has its words."""
    assert all(MEANINGS.values())


def balanced(report: Report) -> bool:
    """Whether each record is used or stands among the problems."""
    counts = Counter(problem.kind for problem in report.problems)
    tallies = {"files": report.files, "links": report.links, "findings": report.findings}
    return all(tally.total == tally.used + tally.unusable and tally.unusable == counts[kind] for kind, tally in tallies.items())


@pytest.mark.parametrize("name", ["code_files.json", "findings_file_links.json", "findings.json"])
def test_every_prefix(tmp_path: Path, name: str) -> None:
    """Every prefix of a valid data file gives a DatasetError or a balanced report."""
    dataset(tmp_path, FILES[:1], LINKS[:1], FINDINGS[:1])
    whole = (tmp_path / name).read_bytes()
    outcomes = set()
    for end in range(len(whole)):
        (tmp_path / name).write_bytes(whole[:end])
        try:
            assert balanced(check(tmp_path, Mapping()))
            outcomes.add("report")
        except DatasetError as error:
            assert name in error.message
            outcomes.add("error")
    assert "error" in outcomes


IDS = st.sampled_from(["a", "b", "c", 1, "", None, ["a", "b"]])
FILE = st.fixed_dictionaries(
    {"id": IDS},
    optional={
        "repository": st.sampled_from(["r", 5]),
        "path": st.sampled_from(["a.py", "b.sol", "c.txt", "../../d.js", "\u202e.py", ""]),
        "content": st.sampled_from(["x = 1\n", "y\n", "", None, ["def f():", " pass"], 3, "https://example.org/"]),
    },
)
FINDING = st.fixed_dictionaries(
    {"id": IDS},
    optional={
        "title": st.sampled_from(["t", 1, None]),
        "description": st.sampled_from(["`f()` is bad", "line 1", "", None, ["a", "b"], {"text": "x"}]),
        "severity": st.sampled_from(["high", "H", 7.5, "?", "gas", None, [], float(10**300)]),
    },
)
LINK = st.fixed_dictionaries({}, optional={"finding_id": IDS, "file_id": IDS})
ANYTHING = st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=3)


@settings(max_examples=120, deadline=None)
@given(st.lists(FILE | ANYTHING, max_size=5), st.lists(LINK | ANYTHING, max_size=6), st.lists(FINDING | ANYTHING, max_size=5))
def test_nothing_is_dropped(
    tmp_path_factory: pytest.TempPathFactory, files: list[object], links: list[object], findings: list[object]
) -> None:
    """Used and unusable records are all records, whatever they are; and what is used is whole."""
    folder = dataset(tmp_path_factory.mktemp("data"), files, links, findings)
    report = check(folder, Mapping())
    assert balanced(report)
    assert (report.files.total, report.findings.total) == (len(files), len(findings))
    assert report.links.total >= len(links)
    data = load(folder, Mapping())
    used = {file.id for file in data.files()}
    assert len(used) == report.files.used
    assert all(link.file in used and link.finding in data.findings for link in data.links)
    assert {one.finding.id for one in data.located()} == set(data.findings)
