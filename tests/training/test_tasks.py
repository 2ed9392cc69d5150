"""The items of each task: named, paired and drawn as the definition says, whatever order or machine."""

import random
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change import ChangeRecord, FileRecord, read_patch, reversed_change
from hunkwise.findings import discover, load, propose
from hunkwise.training.tasks import (
    bundles,
    change_items,
    chooser,
    dense_part,
    file_items,
    functions,
    graft_items,
    grafted,
    introduction_items,
    locations,
)


def diff(path: str, old: str = "return x", new: str = "return abs(x)") -> str:
    """A patch of one changed line."""
    return f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1,2 +1,2 @@\n def f(x):\n-    {old}\n+    {new}\n"


def change(name: str, path: str = "", kind: str = "ordinary", project: str = "shop") -> ChangeRecord:
    """A record of a change of one file."""
    return ChangeRecord(name, diff(path or f"{name}.py"), kind, "made", project, "python")


def file(name: str, label: str = "malicious", language: str = "python", code: str = "import os\nos.system(x)\n") -> FileRecord:
    """A record of a file."""
    return FileRecord(name, f"{name}.py", code, label, "made", "shop", language)


def test_a_choice_hangs_on_its_words_alone() -> None:
    """The published definition: SHA-256 of the words joined by NUL seeds the standard generator."""
    assert chooser("graft", "x").random() == chooser("graft", "x").random()
    assert chooser("graft", "x").random() != chooser("graftx").random()
    assert chooser("bundle", "fix-1").sample(range(10), 4) == [3, 2, 7, 6]


def test_changes_come_both_ways() -> None:
    """Each record gives itself and its reverse, named after it."""
    forward, backward = change_items([change("one")])
    assert (forward.id, backward.id) == ("one#forward", "one#reversed")
    assert backward.change == reversed_change(forward.change)
    assert [line.text.strip() for line in backward.change.files[0].hunks[0].lines if line.mark == "+"] == ["return x"]


def test_introductions_and_files_keep_their_names() -> None:
    """One item a record; a file becomes a change that adds all of it."""
    assert [item.id for item in introduction_items([change("one", kind="introduction")])] == ["one"]
    (item,) = file_items([file("evil", code="a\nb")])
    assert item.id == "evil"
    assert item.change.files[0].status == "added"
    assert item.change.files[0].after == "a\nb\n"


def test_grafts_need_a_host_of_their_language() -> None:
    """Hosts are all ordinary changes; a malicious file without a host of its language, or a benign one, gives none."""
    records = [change("one"), change("two"), change("fix", kind="fix")]
    files = [file("evil"), file("fine", "benign"), file("other", language="cobol")]
    items = list(graft_items(records, files))
    assert [item.id for item in items] == ["one#host", "two#host", "evil#graft"]
    added = [line.text for line in items[-1].change.files[0].hunks[0].lines if line.mark == "+"]
    assert added == ["    return abs(x)", "    import os", "    os.system(x)"]


def test_the_dense_part_is_where_the_attack_is() -> None:
    """Thirty lines at most, around the suspicious words; the first of equally dense runs; without blank lines at the end."""
    quiet = [f"x = {at}" for at in range(100)]
    code = [*quiet[:50], "exec(base64.b64decode(y))", *quiet[50:]]
    assert "exec(base64.b64decode(y))" in dense_part("\n".join(code))
    assert len(dense_part("\n".join(code))) == 30
    assert dense_part("\n".join(quiet)) == quiet[:30]
    assert dense_part("eval(x)\n\n\n") == ["eval(x)"]
    assert dense_part("") == []
    assert len(dense_part("x" * 5000)[0]) == 1500


@settings(max_examples=50, deadline=None)
@given(part=st.lists(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"])), max_size=5), seed=st.integers(0, 99))
def test_a_graft_is_a_whole_patch(part: list[str], seed: int) -> None:
    """Whatever is pasted, the patch can be read, and it adds that many lines more and takes none away."""
    before, after = (read_patch(text, "x") for text in (diff("a.py"), grafted(diff("a.py"), part, random.Random(seed))))
    marks = [[line.mark for line in one.files[0].hunks[0].lines] for one in (before, after)]
    assert marks[1].count("+") == marks[0].count("+") + len(part)
    assert marks[1].count("-") == marks[0].count("-")


def test_a_diff_without_lines_takes_no_graft() -> None:
    """There is no place for it."""
    empty = "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n"
    assert grafted(empty, ["evil"], random.Random(1)) == empty


def test_bundles_hide_a_reversed_fix() -> None:
    """Five changes each; the harmful one holds the reversed fix and four of the ordinary ones of the harmless one."""
    records = [change("fix", kind="fix"), *(change(f"o{at}") for at in range(7)), change("far", project="other")]
    with_, without = bundles(records)
    assert (with_.item.id, without.item.id) == ("fix#with", "fix#without")
    assert (with_.harmful, without.harmful) == (frozenset({"fix.py"}), frozenset())
    here, there = ({one.path for one in bundle.item.change.files} for bundle in (with_, without))
    assert len(here) == len(there) == 5
    assert here - there == {"fix.py"}
    assert "far.py" not in here | there
    assert {one.path: one for one in with_.item.change.files}["fix.py"] == reversed_change(read_patch(records[0].diff, "x")).files[0]


def test_parts_of_a_bundle_never_touch_the_same_path() -> None:
    """Where too few ordinary changes are left apart from the fix and each other, there is no bundle."""
    ordinary = [change(f"o{at}") for at in range(4)]
    assert list(bundles([change("fix", kind="fix"), *ordinary, change("same", path="fix.py")])) == []
    assert list(bundles([change("fix", kind="fix"), *ordinary, change("same", path="o1.py")])) == []
    assert len(list(bundles([change("fix", kind="fix"), *ordinary, change("free")]))) == 2


def test_functions_reach_to_the_next_heading() -> None:
    """Names and lines by heading, in the languages of audits."""
    code = "contract A {\n  constructor() {}\n  function pay(uint x) public {\n    x;\n  }\n  modifier only() { _; }\n}"
    assert functions(code) == [("constructor", 2, 2), ("pay", 3, 5), ("only", 6, 7)]
    assert functions("fn a() {}\ndef b():\n  pass\n") == [("a", 1, 1), ("b", 2, 4)]
    assert functions("x = 1") == []


def test_locations_are_what_findings_name(tmp_path: Path) -> None:
    """Files in which less than half of the lines belong to functions that a finding names; the others don't count."""
    long = "contract A {\n  function pay() public {\n  }\n  function rest() public {\n" + "    x;\n" * 20 + "  }\n}\n"
    short = "contract B {\n  function pay() public {\n  }\n}\n"
    data = {
        "code_files.json": [
            {"id": name, "repository": "r", "path": f"{name}.sol", "content": code}
            for name, code in (("a", long), ("b", short), ("c", long))
        ],
        "findings_example.json": [
            {
                "id": "f",
                "repository": "r",
                "title": "Anyone can pay",
                "description": "In `A.pay()` the sender isn't checked.",
                "severity": "high",
            }
        ],
        "findings_file_links.json": [{"finding_id": "f", "file_id": name} for name in ("a", "b")],
    }
    for name, rows in data.items():
        (tmp_path / name).write_bytes(msgspec.json.encode(rows))
    (found,) = locations(load(tmp_path, propose(discover(tmp_path)).mapping))
    assert (found.item.id, found.repository, found.truth) == ("a", "r", ((2, 3),))
    assert found.lines == long.count("\n") + 1
