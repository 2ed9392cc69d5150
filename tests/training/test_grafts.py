"""Grafts: an attack's busiest lines in an ordinary change of the same language and fold, numbered as a patch would number them."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change import Change, added_file, read_patch
from hunkwise.code import cut, language_of
from hunkwise.features.payload import NAMES, payload
from hunkwise.training.corpus import Sample, change_samples, file_samples
from hunkwise.training.grafts import MOST_LINES, busiest, graft_samples, grafted

from .tiny import change_records, file_records, store

PART = ["import os", "os.system('echo')"]
TWO_HUNKS = """diff --git a/a.py b/a.py
--- a/a.py
+++ b/a.py
@@ -1,4 +1,5 @@
 def f(a):
-    x = 1
+    x = 2
+    y = x
     return a
     # end
@@ -20,3 +21,3 @@
 def g(b):
-    return b
+    return b + 1
     pass
"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Sample], list[Sample], list[Sample]]:
    """Changes, files and their grafts."""
    folder: Path = tmp_path_factory.mktemp("grafts")
    changes = list(change_samples(store(folder / "c.gz", change_records()), frozenset()))
    files = list(file_samples(store(folder / "f.gz", file_records()), frozenset()))
    return changes, files, list(graft_samples(changes, files, 1))


def rendered(change: Change) -> str:
    """The change as a patch."""
    out = []
    for file in change.files:
        out.append(f"diff --git a/{file.old_path} b/{file.path}\n--- a/{file.old_path}\n+++ b/{file.path}\n")
        for hunk in file.hunks:
            old, new = (sum(line.mark in marks for line in hunk.lines) for marks in (" -", " +"))
            out.append(f"@@ -{hunk.old_start},{old} +{hunk.new_start},{new} @@\n")
            out += [f"{line.mark}{line.text}\n" for line in hunk.lines]
    return "".join(out)


def consistent(change: Change) -> bool:
    """Whether every line's numbers follow those of the line before, from the hunk's own on."""
    for file in change.files:
        for hunk in file.hunks:
            old, new = hunk.old_start, hunk.new_start
            for line in hunk.lines:
                if line.old != (old if line.mark != "+" else None) or line.new != (new if line.mark != "-" else None):
                    return False
                old, new = old + (line.mark != "+"), new + (line.mark != "-")
        if any(one.new_start >= two.new_start for one, two in pairwise(file.hunks)):
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6), st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=9), min_size=1, max_size=5)
)
def test_line_numbers_follow(seed: int, part: list[str]) -> None:
    """Wherever it is pasted: the patch that the graft would be reads as the same hunks, later ones moved on."""
    change = grafted(read_patch(TWO_HUNKS, "x"), part, random.Random(seed))
    assert consistent(change)
    assert [file.hunks for file in read_patch(rendered(change), "x").files] == [file.hunks for file in change.files]
    added = [line.text.strip() for hunk in change.files[0].hunks for line in hunk.lines if line.mark == "+"]
    assert len(added) == 3 + len(part)
    assert all(text.strip() in added for text in part)


def test_a_part_stands_behind_an_added_line_at_its_indentation() -> None:
    """Behind an unchanged line only where nothing is added; a change without lines stays as it is."""
    change = grafted(read_patch(TWO_HUNKS, "x"), PART, random.Random(1))
    lines = [line for hunk in change.files[0].hunks for line in hunk.lines]
    place = next(i for i, line in enumerate(lines) if "import os" in line.text)
    assert lines[place - 1].mark == "+"
    assert [line.text for line in lines[place : place + 2]] == ["    import os", "    os.system('echo')"]
    taken = read_patch("--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,1 @@\n a = 1\n-b = 2\n", "x")
    (hunk,) = grafted(taken, PART, random.Random(1)).files[0].hunks
    assert [line.mark for line in hunk.lines] == [" ", "+", "+", "-"]
    nothing = Change("x", ())
    assert grafted(nothing, PART, random.Random(1)) == nothing


def test_grafts_are_read_like_any_change(samples: tuple[list[Sample], list[Sample], list[Sample]]) -> None:
    """Consistent, written and read back alike, cut into units in which the attack stands."""
    *_, grafts = samples
    assert len(grafts) >= 20
    for graft in grafts:
        assert consistent(graft.change)
        assert read_patch(rendered(graft.change), "x").files == graft.change.files
        units = [unit for file in graft.change.files for unit in cut(file)[0]]
        text = "\n".join(unit.after.text for unit in units if unit.after is not None)
        assert "exec(" in text or "eval(" in text


def test_hosts_are_of_the_same_fold_and_language(samples: tuple[list[Sample], list[Sample], list[Sample]]) -> None:
    """No fold sees another's hosts; the host is an ordinary change as it happened, the graft is harmful and its file's."""
    changes, files, grafts = samples
    host_of, file_of = {sample.id: sample for sample in changes if sample.way == "forward"}, {sample.id: sample for sample in files}
    for graft in grafts:
        name, _, host = graft.id.partition(" in ")
        host_sample, file = host_of[host], file_of[name]
        assert host_sample.fold == file.fold == graft.fold
        assert not host_sample.fix
        assert file.harmful
        assert (graft.harmful, graft.task, graft.project) == (True, "graft", file.project)
        assert language_of(graft.change.files[0].path) == language_of(file.change.files[0].path)


def test_the_same_seed_gives_the_same_grafts(samples: tuple[list[Sample], list[Sample], list[Sample]]) -> None:
    """Another seed gives others; no host, no graft."""
    changes, files, grafts = samples
    assert list(graft_samples(changes, files, 1)) == grafts
    assert list(graft_samples(changes, files, 2)) != grafts
    assert list(graft_samples(changes[:0], files, 1)) == []


def test_the_busiest_part() -> None:
    """The lines around what can do the most, bounded in number and length."""
    calm = [f"value_{i} = compute(value_{i}, {i})" for i in range(200)]
    attack = ["import os, base64, requests", "exec(base64.b64decode(blob))", "requests.post(url, json=dict(os.environ))", "x" * 5000]
    part = busiest(added_file("a.py", "\n".join([*calm, *attack, *calm]) + "\n"))
    assert len(part) <= MOST_LINES
    assert any("b64decode" in line for line in part)
    assert max(map(len, part)) <= 1500
    assert busiest(added_file("a.py", "# only words\n")) == ["# only words"]
    assert payload([["exec", "("]])[NAMES.index("capabilities")] > 0
