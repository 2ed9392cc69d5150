"""Files of a change cut into units."""

import string
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change.hunks import hunks_of
from hunkwise.change.model import FileChange, Hunk, Line
from hunkwise.code.align import align
from hunkwise.code.facts import facts_of
from hunkwise.code.languages import language_of
from hunkwise.code.model import Unit
from hunkwise.code.nest import Nest
from hunkwise.code.sides import Half, Shift
from hunkwise.code.units import MAX_LINES, cut


def change(
    before: str | None, after: str | None, path: str = "a.py", whole: bool = True, *, old_path: str = "", context: int = 3
) -> FileChange:
    """A change of one file, with the texts at hand or (`whole` is false) as a patch shows it."""
    status = "added" if before is None else "deleted" if after is None else "renamed" if old_path else "modified"
    texts = (before, after) if whole else (None, None)
    return FileChange(path, old_path or path, status, hunks_of(before, after, context), *texts)  # type: ignore[arg-type]


def units(before: str | None, after: str | None, path: str = "a.py", whole: bool = True) -> tuple[Unit, ...]:
    """The units of a change in which nothing is skipped."""
    found, skipped = cut(change(before, after, path, whole))
    assert skipped == ()
    return found


def outline(found: tuple[Unit, ...]) -> list[tuple[str, str, list[int] | None, list[int] | None]]:
    """(kind, name, changed lines before, changed lines after) of each unit."""
    return [
        (unit.kind, unit.name, sorted(unit.before.changed) if unit.before else None, sorted(unit.after.changed) if unit.after else None)
        for unit in found
    ]


PYTHON = """\
import os

LIMIT = 3


def first(a):
    if a > LIMIT:
        raise ValueError(a)
    return run(a)


class Store:
    size = 1

    def put(self, item):
        self.items.append(item)
        return len(self.items)

    def get(self, at):
        return self.items[at]
"""


def test_function_with_both_sides() -> None:
    """A changed line gives the function around it, with the facts of both sides and the line it begins on."""
    (unit,) = units(PYTHON, PYTHON.replace("        raise ValueError(a)\n", "        pass\n"))
    assert outline((unit,)) == [("function", "first", [8], [8])]
    assert unit.before and unit.after
    assert (unit.id, unit.language, unit.role, unit.complete, unit.line) == ("a.py::first", "python", "product", True, 8)
    assert unit.before.lines[0] == (6, "def first(a):")
    assert [guard.kind for guard in unit.before.facts.guards] == ["exit"]
    assert [call.path for call in unit.after.facts.calls] == ["run"]
    assert {item.name for item in unit.after.whole.definitions} >= {"first", "Store", "put", "get"}


def test_removed_line_alone() -> None:
    """Where lines were only taken away the function stands on both sides and only the base side has changed lines."""
    (unit,) = units(PYTHON, PYTHON.replace("        self.items.append(item)\n", ""))
    assert outline((unit,)) == [("function", "put", [16], [])]
    assert unit.line == 16


def test_several_functions_and_a_region() -> None:
    """Each function that changed is a unit, and so is what changed outside of functions."""
    after = PYTHON.replace("LIMIT = 3", "LIMIT = 4").replace("run(a)", "go(a)").replace("[at]", "[at + 1]").replace("size = 1", "size = 2")
    assert outline(units(PYTHON, after)) == [
        ("region", "", [3], [3]),
        ("function", "first", [9], [9]),
        ("region", "Store", [13], [13]),
        ("function", "get", [20], [20]),
    ]


def test_renamed_function_is_one_unit() -> None:
    """A function with another name stands against its old self."""
    (unit,) = units(PYTHON, PYTHON.replace("def first(a)", "def renamed(a)"))
    assert outline((unit,)) == [("function", "renamed", [6], [6])]
    (unit,) = units(
        "def old(a):\n    log(a)\n    open(a)\n    run(a)\n    close(a)\n",
        "def new(a):\n    log(a)\n    open(a)\n    run(a, 1)\n    close(a)\n",
    )
    assert outline((unit,)) == [("function", "new", [1, 4], [1, 4])]


def test_new_and_deleted_functions() -> None:
    """A function that is new or gone has one side only."""
    added = PYTHON + "\n\ndef last(b):\n    return stop(b)\n"
    assert outline(units(PYTHON, added)) == [("function", "last", None, [23, 24])]
    assert outline(units(added, PYTHON)) == [("function", "last", [23, 24], None)]


def test_overloads_meet_their_like() -> None:
    """Of several functions with one name those with the same parameters belong together."""
    before = "class A {\n  void f(int a) {\n    x(a);\n  }\n\n  void f(String b) {\n    y(b);\n  }\n}\n"
    after = (
        "class A {\n  void f(long q) {\n    z(q);\n  }\n\n  void f(int a) {\n    x(a);\n  }\n\n  void f(String b) {\n    w(b);\n  }\n}\n"
    )
    found = units(before, after, "A.java")
    assert [unit.id for unit in found] == ["A.java::f", "A.java::f#2"]
    assert outline(found) == [("function", "f", None, [2, 3, 4]), ("function", "f", [7], [11])]


def test_inner_functions_go_with_the_outer() -> None:
    """A function whose own lines changed takes the inner ones along; alone an inner one is a unit of its own."""
    before = "def outer(a):\n    def inner(b):\n        return b\n\n    return inner(a)\n"
    assert outline(units(before, before.replace("return b", "return -b"))) == [("function", "inner", [3], [3])]
    both = before.replace("return b", "return -b").replace("inner(a)", "inner(a, 1)")
    assert outline(units(before, both)) == [("function", "outer", [3, 5], [3, 5])]


def test_new_file() -> None:
    """A new file has a unit for each function and regions for the rest; a deleted one likewise on its side."""
    shape = [("region", "", [1, 3]), ("function", "first", [6, 7, 8, 9]), ("region", "Store", [12, 13])]
    shape += [("function", "put", [15, 16, 17]), ("function", "get", [19, 20])]
    assert outline(units(None, PYTHON)) == [(kind, name, None, lines) for kind, name, lines in shape]
    assert outline(units(PYTHON, None)) == [(kind, name, lines, None) for kind, name, lines in shape]


def test_long_regions_are_cut() -> None:
    """Code outside of functions comes in runs of at most 120 lines, with ten lines of context."""
    found = units(None, "".join(f"a{n} = {n}\n" for n in range(300)))
    assert [len(unit.after.changed) for unit in found if unit.after] == [120, 120, 60]
    assert [len(unit.after.lines) for unit in found if unit.after] == [130, 140, 70]
    assert [unit.id for unit in found] == ["a.py::region", "a.py::region#2", "a.py::region#3"]


def test_long_functions_are_cut_to_the_neighbourhood() -> None:
    """Of a function over 400 lines only 60 lines on each side of a changed one are looked at, on both sides."""
    before = "def f():\n" + "".join(f"    a({n})\n" for n in range(1000))
    (unit,) = units(before, before.replace("    a(500)\n", "    b(500)\n"))
    assert unit.before and unit.after
    assert len(unit.before.lines) == len(unit.after.lines) == 121
    assert [call.line for call in unit.after.facts.calls] == [number for number, _ in unit.after.lines]


def test_files_read_as_a_whole() -> None:
    """Manifests, workflows and the like are one unit with the whole text of each side."""
    before = '{\n  "name": "a",\n  "scripts": {}\n}\n'
    (unit,) = units(before, before.replace('"scripts": {}', '"scripts": {"test": "run"}'), "package.json")
    assert outline((unit,)) == [("file", "package.json", [3], [3])]
    assert unit.before and unit.after
    assert len(unit.before.lines) == len(unit.after.lines) == 4
    (unit,) = units(None, "on: push\njobs: {}\n", ".github/workflows/a.yml")
    assert outline((unit,)) == [("file", "a.yml", None, [1, 2])]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PYTHON, PYTHON.replace("    ", "\t")),
        (PYTHON, PYTHON + "# the end\n"),
        ("def f():\n    a()\n\n\ndef g():\n    b()\n", "def g():\n    b()\n\n\ndef f():\n    a()\n"),
    ],
)
def test_no_real_change_no_units(before: str, after: str) -> None:
    """What was only moved, reindented or commented gives nothing, not even something skipped."""
    assert cut(change(before, after)) == ((), ())
    assert cut(change(before, after, whole=False, context=30)) == ((), ())


def test_renamed_file_without_changes() -> None:
    """A file that only got another name or mode gives nothing."""
    assert cut(change(PYTHON, PYTHON, "b.py", old_path="a.py")) == ((), ())
    assert cut(FileChange("a.sh", "a.sh", "mode", (), "x\n", "x\n", "100644", "100755")) == ((), ())


def test_name_that_makes_code() -> None:
    """Text that becomes code by another name alone is new code."""
    found, _ = cut(change("def f():\n    run()\n", "def f():\n    run()\n", "a.py", old_path="a.txt"))
    assert outline(found) == [("function", "f", None, [1, 2])]


def test_many_functions_on_a_line() -> None:
    """Functions that share a line can't be told apart by lines: it is a region."""
    (unit,) = units(None, "function a() { return 1; } function b() { return 2; }\n", "a.js")
    assert outline((unit,)) == [("region", "", None, [1])]


def test_prose_is_no_code() -> None:
    """Text and documentation gives nothing and isn't told of."""
    assert cut(change("a\n", "b\n", "README.md")) == ((), ())
    assert cut(change("a\n", "b\n", "notes.txt")) == ((), ())


def test_patch_with_a_heading() -> None:
    """In a patch a function whose beginning shows is one; elsewhere the hunk's heading names the region."""
    after = PYTHON.replace("return run(a)", "return go(a)")
    (unit,) = units(PYTHON, after, whole=False)
    assert outline((unit,)) == [("function", "first", [9], [9])]
    assert not unit.complete
    line = Line("+", "    check(b)", None, 31)
    hunk = Hunk(30, 30, (Line(" ", "    a = b", 30, 30), line), "static int open_it(struct a *b)")
    (unit,), _ = cut(FileChange("a.c", "a.c", "modified", (hunk,)))
    assert outline((unit,)) == [("region", "open_it", [], [31])]


def test_long_files_are_read_around_their_hunks() -> None:
    """Of a long file with a small change only what lies around it is parsed; the function is found, and quickly."""
    before = "".join(f'def f{n}(a):\n    """Text\n\n    more."""\n    b = a + {n}\n    return g(b)\n\n\n' for n in range(10_000))
    start = time.process_time()
    (unit,) = units(before, before.replace("a + 5000\n", "a - 5000\n"))
    assert time.process_time() - start < 3
    assert outline((unit,)) == [("function", "f5000", [40_005], [40_005])]
    assert not unit.complete
    assert unit.after
    assert len(unit.after.whole.definitions) < 500


def test_hunks_stay_apart() -> None:
    """What one hunk leaves open doesn't spoil the next."""
    one = (Line(" ", "function a() {", 1, 1), Line("+", "  foo((([", None, 2))
    two = (Line(" ", "function b() {", 50, 51), Line("-", "  x();", 51, None), Line("+", "  y();", None, 52), Line(" ", "}", 52, 53))
    found, _ = cut(FileChange("a.js", "a.js", "modified", (Hunk(1, 1, one), Hunk(50, 51, two))))
    assert outline(found)[-1] == ("function", "b", [51], [52])
    assert [call.line for call in found[-1].after.facts.calls] == [52]  # type: ignore[union-attr]


def test_too_many_lines() -> None:
    """Of a file over the limit the beginning is examined, and that is said."""
    text = "a = 1\n" * (MAX_LINES + 5)
    after = "b = 2\n" + text
    file = FileChange("a.sql", "a.sql", "modified", (Hunk(0, 1, (Line("+", "b = 2", None, 1),)),), text, after)
    late = FileChange(
        "a.sql", "a.sql", "modified", (*file.hunks, Hunk(MAX_LINES, MAX_LINES + 2, (Line("+", "c", None, MAX_LINES + 2),))), text, after
    )
    found, skipped = cut(late)
    assert len(found) == 1
    assert "too-large" in [item.reason for item in skipped]


def test_shift() -> None:
    """A place is found on the other side, before, inside and after changed lines."""
    shift = Shift(change("a\nb\nc\nd\ne\n", "a\nx\ny\nz\nc\nd\ne\n"))
    assert [shift.to_new(line) for line in range(1, 7)] == [1, 2, 5, 6, 7, 8]
    assert [shift.to_old(line) for line in range(1, 9)] == [1, 2, 3, 3, 3, 4, 5, 6]


SAMPLES = {
    "a.py": PYTHON,
    "a.js": "const a = 1;\nfunction f(x) {\n  if (!x) return;\n  run(`a ${x}`);\n}\n\nclass A {\n  m() {\n    return () => f(1);\n  }\n}\n",
    "A.sol": "contract A {\n  uint x;\n  function f(uint a) public {\n    require(a > 0);\n    x = a;\n  }\n  modifier m() { _; }\n}\n",
    "a.go": "package a\n\nfunc F(x int) int {\n\tif x > 1 {\n\t\treturn 0\n\t}\n\treturn g(x)\n}\n",
    "a.php": '<?php\nfunction f($a) {\n  return query("select $a");\n}\n$x = f($_GET["a"]);\n',
    "a.c": "#include <a.h>\nint f(int a)\n{\n  /* one */\n  char b[3];\n  strcpy(b, g(a));\n  return a;\n}\n",
    "a.vue": "<template>\n<a/>\n</template>\n<script>\nexport default { m() { return f(1); } }\n</script>\n",
    "a.yml": "a:\n  - b: 1\n    c: |\n      text\n  - d\n",
    "Dockerfile": "FROM a\nRUN x && \\\n  y\n",
}


def sound(file: FileChange) -> None:
    """Asserts what holds for every file: each real change is in one unit, lines are those of the file, ids differ."""
    found, _ = cut(file)
    assert cut(file) == (found, _)
    language = language_of(file.path)
    assert len({unit.id for unit in found}) == len(found)
    for unit in found:
        for side in (unit.before, unit.after):
            if side is not None:
                numbers = [number for number, _ in side.lines]
                assert side.changed <= set(numbers)
                assert numbers == sorted(set(numbers))
    texts = [file.before, file.after]
    if None in texts:
        return
    halves = [Half.of_text(file, mark, language, facts_of, MAX_LINES) for mark in "-+"]
    real = align(file, language, *halves)
    for name, half, lines in zip(("before", "after"), halves, real, strict=True):
        seen = [line for unit in found if (side := getattr(unit, name)) is not None for line in side.changed]
        assert sorted(seen) == sorted(lines)
        for unit in found:
            side = getattr(unit, name)
            assert side is None or all(half.line(number) == text for number, text in side.lines)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_random_edits(path: str, data: st.DataObject) -> None:
    """Whatever is done to a file, whole or as a patch, its units are sound."""
    before = SAMPLES[path]
    lines = before.split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines)))
        new = data.draw(st.lists(st.one_of(st.sampled_from(before.split("\n")), st.text(string.printable, max_size=20)), max_size=3))
        lines[at : at + data.draw(st.integers(0, 3))] = [text.replace("\n", " ").replace("\r", " ") for text in new]
    after = "\n".join(lines)
    sound(change(before, after, path))
    sound(change(before, after, path, whole=False))


@pytest.mark.parametrize("path", sorted(SAMPLES))
def test_every_prefix(path: str) -> None:
    """A file that breaks off anywhere is cut all the same."""
    text = SAMPLES[path]
    for end in range(0, len(text), 3):
        sound(change(None, text[:end], path))
        sound(change(text, text[:end], path))


HOSTILE = st.builds(
    Line,
    st.sampled_from([" ", "-", "+"]),
    st.text(max_size=12),
    st.one_of(st.none(), st.integers(-2, 40), st.just(2**40)),
    st.one_of(st.none(), st.integers(-2, 40)),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*sorted(SAMPLES), "x", "a.html", "a.bin"]),
    st.sampled_from(["added", "deleted", "modified", "renamed", "copied", "mode"]),
    st.lists(
        st.builds(Hunk, st.integers(-1, 40), st.integers(-1, 40), st.lists(HOSTILE, max_size=6).map(tuple), st.text(max_size=9)), max_size=4
    ),
    st.one_of(st.none(), st.text(max_size=30), st.sampled_from(sorted(SAMPLES.values()))),
    st.one_of(st.none(), st.text(max_size=30), st.sampled_from(sorted(SAMPLES.values()))),
)
def test_contradicting_changes(path: str, status: str, hunks: list[Hunk], before: str | None, after: str | None) -> None:
    """Hunks that don't fit the texts, or each other, raise nothing."""
    file = FileChange(path, path, status, tuple(hunks), before, after)  # type: ignore[arg-type]
    found, _ = cut(file)
    assert all(side is None or side.changed <= {number for number, _ in side.lines} for unit in found for side in (unit.before, unit.after))


def test_units_are_data() -> None:
    """Units go through JSON unharmed."""
    found = units(PYTHON, PYTHON.replace("run(a)", "go(a)"))
    assert msgspec.json.decode(msgspec.json.encode(found), type=tuple[Unit, ...]) == found


@pytest.mark.slow
def test_speed_of_large_changes() -> None:
    """A change in each of two thousand functions is cut in a bounded time."""
    before = "".join(f"def f{n}(a):\n    b = a + {n}\n    return g(b)\n\n\n" for n in range(2_000))
    after = before.replace("b = a +", "b = a -")
    start = time.process_time()
    found, _ = cut(change(before, after))
    assert len(found) == 2_000
    assert time.process_time() - start < 30


SPANS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8)


@settings(max_examples=100, deadline=None)
@given(SPANS)
def test_nested_spans(spans: list[tuple[int, int]]) -> None:
    """The innermost span around a line holds it, and where spans nest none that holds it begins later."""
    nest = Nest(spans)
    assert sorted(nest.order) == list(range(len(spans)))
    for line in range(-1, 24):
        at = nest.owner(line)
        around = [place for place, (start, end) in enumerate(zip(nest.starts, nest.ends, strict=True)) if start <= line <= end]
        assert at == -1 or at in around
        if not any(a[0] < b[0] <= a[1] < b[1] for a in spans for b in spans):
            assert at == max(around, default=-1)
