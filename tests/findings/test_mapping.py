"""Other people's field names: proposed, written, read."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.folders import FILES, FINDINGS, LINKS, dataset
from hunkwise.errors import DatasetError, OutputError, SettingsError
from hunkwise.findings import Mapping, Record, check, discover, propose, read_mapping, to_toml, write_mapping
from hunkwise.findings.mapping import FileFields, FindingFields, LinkFields, pick

PROSE = "The function takes what the caller says as it is, and nothing on the way to the database looks at it again."


def proposed(folder: Path) -> Mapping:
    return propose(discover(folder)).mapping


def test_usual_names(tmp_path: Path) -> None:
    """The plain form is recognised as itself."""
    mapping = proposed(dataset(tmp_path))
    assert mapping == Mapping()


@pytest.mark.parametrize(
    ("path", "code", "text", "severity"),
    [
        ("filename", "source", "body", "risk"),
        ("file_path", "code", "details", "impact"),
        ("filePath", "source_code", "explanation", "severity_level"),
        ("name", "lines", "markdown", "level"),
        ("location", "contents", "report", "criticality"),
    ],
)
def test_other_names(tmp_path: Path, path: str, code: str, text: str, severity: str) -> None:
    """Field names in use elsewhere are found, and every record can be used with them."""
    files = [{"uid": n, path: f"src/m{n}.py", code: f"def f{n}(x):\n    return x + {n}\n", "size": n} for n in range(5)]
    findings = [
        {"key": f"F{n}", "heading": f"Flaw {n}", text: f"{PROSE} {n}", severity: ["High", "Low"][n % 2], "date": "2024-01-02"}
        for n in range(5)
    ]
    links = [{"issue": f"F{n}", "codefile": n} for n in range(5)]
    mapping = proposed(dataset(tmp_path, files, links, findings))
    assert mapping.files == FileFields(id="uid", repository="", path=path, code=code)
    assert mapping.links == LinkFields(finding="issue", file="codefile")
    assert mapping.findings == FindingFields(id="key", repository="", title="heading", explanation=text, severity=severity)
    assert check(tmp_path, mapping).problems == ()


def test_names_that_help_nobody(tmp_path: Path) -> None:
    """Code, path, explanation and severity are found by their values where the names say nothing."""
    files = [{"id": n, "f1": f"src/m{n}.py", "f2": f"def f{n}(x):\n    return x\n"} for n in range(5)]
    findings = [{"id": f"F{n}", "q1": f"{PROSE} {n}", "q2": ["High", "Low"][n % 2]} for n in range(5)]
    mapping = proposed(dataset(tmp_path, files, [{"finding_id": f"F{n}", "file_id": n} for n in range(5)], findings))
    assert (mapping.files.path, mapping.files.code) == ("f1", "f2")
    assert (mapping.findings.explanation, mapping.findings.severity) == ("q1", "q2")


def test_prose_isn_t_a_severity(tmp_path: Path) -> None:
    """A field `impact` that holds sentences isn't taken for the severity."""
    findings = [{**finding, "impact": PROSE} for finding in FINDINGS]
    assert proposed(dataset(tmp_path, findings=findings)).findings.severity == "severity"
    without = [{key: value for key, value in finding.items() if key != "severity"} for finding in findings]
    assert proposed(dataset(tmp_path, findings=without)).findings.severity == ""


def test_nested_fields(tmp_path: Path) -> None:
    """Fields inside an object are named with a dot."""
    files = [{"id": file["id"], "meta": {"path": file["path"], "repo": file["repository"]}, "content": file["content"]} for file in FILES]
    mapping = proposed(dataset(tmp_path, files))
    assert (mapping.files.path, mapping.files.repository) == ("meta.path", "meta.repo")
    assert check(tmp_path, mapping).problems == ()


def test_objects_keyed_by_id(tmp_path: Path) -> None:
    """Objects keyed by id need no id field; files may be bare code under their path, links bare ids under the finding's."""
    files = {str(file["path"]): file["content"] for file in FILES}
    links = {"f1": ["src/Vault.sol", "app/shop.py"], "f2": ["app/shop.py"]}
    findings = {str(finding["id"]): {key: value for key, value in finding.items() if key != "id"} for finding in FINDINGS}
    mapping = proposed(dataset(tmp_path, files, links, findings))
    assert mapping.files == FileFields(id="@key", repository="", path="@key", code="@value")
    assert mapping.links == LinkFields(finding="@key", file="@value")
    assert mapping.findings.id == "@key"
    report = check(tmp_path, mapping)
    assert report.problems == ()
    assert report.links.used == 3


def test_links_as_pairs(tmp_path: Path) -> None:
    """Links may be bare pairs of ids."""
    mapping = proposed(dataset(tmp_path, links=[["f1", "c1"], ["f2", "c2"]]))
    assert mapping.links == LinkFields(finding="0", file="1")
    assert check(tmp_path, mapping).problems == ()


def test_links_that_name_paths(tmp_path: Path) -> None:
    """Where the links name files by their path, the path serves as their id."""
    mapping = proposed(
        dataset(tmp_path, links=[{"finding_id": "f1", "file": "src/Vault.sol"}, {"finding_id": "f2", "file": "app/shop.py"}])
    )
    assert mapping.files.id == mapping.files.path == "path"
    assert check(tmp_path, mapping).problems == ()


def test_findings_with_code_and_links_of_their_own(tmp_path: Path) -> None:
    """Findings may carry code inline, or the ids of their files; then the other data files may be missing."""
    inline = [{**finding, "code": file["content"], "path": file["path"]} for finding, file in zip(FINDINGS, FILES, strict=False)]
    folder = tmp_path / "inline"
    folder.mkdir()
    (folder / "findings.json").write_text(json.dumps(inline))
    report = check(folder, proposed(folder))
    assert report.problems == ()
    assert (report.files.used, report.links.used, report.findings.used) == (2, 2, 2)
    own = dataset(
        tmp_path / "own", findings=[{**finding, "files": [link["file_id"]]} for finding, link in zip(FINDINGS, LINKS, strict=True)]
    )
    (own / "findings_file_links.json").unlink()
    assert check(own, proposed(own)).links.used == 2


def test_ranks_are_noticed(tmp_path: Path) -> None:
    """Small whole numbers as severities are proposed as ranks."""
    findings = [{**finding, "severity": rank} for finding, rank in zip(FINDINGS, (1, 3), strict=True)]
    mapping = proposed(dataset(tmp_path, findings=findings))
    assert mapping.numbers == "rank"
    assert check(tmp_path, mapping).severities == {"high": 1, "low": 1}


def test_toml_there_and_back(tmp_path: Path) -> None:
    """A mapping that is written is read as the same, and an existing file isn't overwritten."""
    mapping = Mapping(files=FileFields(id='a"b\\c\n\x7fü', code="meta.code"), numbers="rank", severity={'Sev "2"': "high", "": "no-risk"})
    path = tmp_path / "mapping.toml"
    write_mapping(mapping, path)
    assert read_mapping(path) == mapping
    assert path.read_text(encoding="utf-8") == to_toml(mapping)
    with pytest.raises(OutputError, match="is there already"):
        write_mapping(mapping, path)
    with pytest.raises(OutputError, match="can't be written"):
        write_mapping(mapping, tmp_path / "none" / "mapping.toml")


def test_a_part_is_enough(tmp_path: Path) -> None:
    """A mapping file names only what differs from the usual."""
    path = tmp_path / "mapping.toml"
    path.write_text('[files]\ncode = "source"\n[severity]\nP1 = "critical"\n')
    assert read_mapping(path) == Mapping(files=FileFields(code="source"), severity={"P1": "critical"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[files\n", "isn't valid TOML"),
        ("[files]\ncodes = 'x'\n", "codes"),
        ("[files]\ncode = 3\n", "files.code"),
        ("numbers = 'stars'\n", "stars"),
        ("[severity]\nP1 = 'urgent'\n", "urgent"),
        ("a = " + "[" * 5000, "isn't valid TOML"),
    ],
)
def test_wrong_mappings(tmp_path: Path, text: str, words: str) -> None:
    """A mapping file that is wrong is a SettingsError that names the place."""
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=words):
        read_mapping(path)


def test_mapping_that_can_t_be_read(tmp_path: Path) -> None:
    """A mapping file that is missing or no text is a SettingsError."""
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("none.toml", "binary.toml"):
        with pytest.raises(SettingsError):
            read_mapping(tmp_path / name)


def test_pick() -> None:
    """Fields reach into objects and lists; a whole name wins over its parts; what isn't there is None."""
    record = Record(3, 0, "k", {"a": {"b": [1, {"c": 2}]}, "a.x": 5})
    assert [pick(record, field) for field in ("a.b.0", "a.b.1.c", "a.x", "@key", "@number", "a.b.7", "a.b.c", "z", "", "a.b.²")] == [
        *(1, 2, 5, "k", 3),
        *(None,) * 5,
    ]
    assert pick(record, "@value") == record.value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "path", "code", "severity", "x", "lines"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(JSON, max_size=4), st.lists(JSON, max_size=4), st.lists(JSON, max_size=4))
def test_proposals_for_anything(
    tmp_path_factory: pytest.TempPathFactory, files: list[object], links: list[object], findings: list[object]
) -> None:
    """Whatever the records are, there is a proposal, and it can be written and read."""
    folder = dataset(tmp_path_factory.mktemp("any"), files, links, findings)
    proposal = propose(discover(folder))
    assert len(proposal.choices) == sum(len(msgspec.structs.fields(kind)) for kind in (FileFields, LinkFields, FindingFields))
    write_mapping(proposal.mapping, folder / "mapping.toml")
    assert read_mapping(folder / "mapping.toml") == proposal.mapping


def test_broken_data_is_an_error(tmp_path: Path) -> None:
    """A proposal for a file that can't be read is a DatasetError."""
    (dataset(tmp_path) / "code_files.json").write_text("[{")
    with pytest.raises(DatasetError):
        propose(discover(tmp_path))
