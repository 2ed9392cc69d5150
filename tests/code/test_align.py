"""What counts as a real difference between the sides of a file."""

import time
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change.hunks import hunks_of
from hunkwise.change.model import FileChange
from hunkwise.code.align import align
from hunkwise.code.facts import facts_of
from hunkwise.code.languages import language_of
from hunkwise.code.match import Row, same
from hunkwise.code.sides import Half


def modified(before: str, after: str, path: str = "a.py", whole: bool = True) -> FileChange:
    """A change of one file, with both texts at hand or (`whole` is false) as a patch shows it."""
    texts = (before, after) if whole else (None, None)
    return FileChange(path, path, "modified", hunks_of(before, after, 3), *texts)


def real(before: str, after: str, path: str = "a.py", whole: bool = True) -> tuple[list[str], list[str]]:
    """The lines that really differ on each side, without their indentation."""
    file, language = modified(before, after, path, whole), language_of(path)
    if whole:
        halves = [Half.of_text(file, mark, language, facts_of, 100_000) for mark in "-+"]
    else:
        halves = [Half.of_hunks(file, mark, language, facts_of) for mark in "-+"]
    found = align(file, language, *halves)
    return tuple([half.line(number).strip() for number in sorted(lines)] for half, lines in zip(halves, found, strict=True))  # type: ignore[return-value]


PYTHON = """\
import os
import sys


def first(a):
    if not allowed(a):
        raise Denied
    return run(a)


class Store:
    def put(self, item):
        self.items.append(item)
        return len(self.items)

    def get(self, at):
        return self.items[at]
"""

SOLIDITY = """\
contract Bank {
    function withdraw(uint amount) public {
        require(balances[msg.sender] >= amount);
        balances[msg.sender] -= amount;
        msg.sender.call{value: amount}("");
    }

    function total() public view returns (uint) {
        return sum;
    }
}
"""


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", PYTHON, PYTHON.replace("import os\nimport sys\n", "import sys\nimport os\n")),
        ("a.py", "def f():\n    a()\n    b()\n\n\ndef g():\n    c()\n", "def g():\n    c()\n\n\ndef f():\n    a()\n    b()\n"),
        ("a.py", PYTHON, PYTHON.replace("return run(a)", "return run(\n        a\n    )")),
        ("a.py", PYTHON, PYTHON.replace("    ", "  ")),
        ("a.py", PYTHON, PYTHON.replace("    return run(a)", "    # Runs it.\n\n    return run(a)  # now")),
        ("a.py", "@cached\ndef f():\n    a()\n\n\ndef g():\n    c()\n", "def g():\n    c()\n\n\n@cached\ndef f():\n    a()\n"),
        ("a.js", "function f() {\n  if (a) { b(); }\n}\n", "function f() {\n  if (a)\n  {\n    b();\n  }\n}\n"),
        ("a.js", 'import a from "a";\nimport b from "b";\n', 'import b from "b";\nimport a from "a";\n'),
        ("a.go", "package a\n\nfunc f() {\n\tx(1, 2)\n}\n", "package a\n\nfunc f() {\n\tx(\n\t\t1, 2)\n}\n"),
        (
            "A.java",
            "class A {\n  void f() {\n    a();\n  }\n\n  int g(int x) {\n    return x;\n  }\n}\n",
            "class A {\n  int g(int x) {\n    return x;\n  }\n\n  /** Doc. */\n  void f() {\n    a();\n  }\n}\n",
        ),
        (
            "Bank.sol",
            SOLIDITY,
            "contract Bank {\n    function total() public view returns (uint) {\n        return sum;\n    }\n\n"
            + SOLIDITY[SOLIDITY.index("    function withdraw") : SOLIDITY.index("\n    function total")]
            + "}\n",
        ),
        ("a.c", "int f(void)\n{\n\treturn g(1,\n\t\t2);\n}\n", "int f(void) {\n    return g(1, 2); /* both */\n}\n"),
        ("a.c", "/* one\n   two */\nint x;\n", "/* one\n   three\n   four */\nint x;\n"),
        ("a.rb", "def f\n  a\nend\n\ndef g\n  b\nend\n", "def g\n  b\nend\n\ndef f\n  a\nend\n"),
        ("a.rs", "fn f() {\n    a();\n}\n\nfn g() -> u8 {\n    1\n}\n", "fn g() -> u8 { 1 }\n\nfn f() {\n    a();\n}\n"),
        ("a.kt", "fun f() {\n  a()\n}\n\nfun g() = 1\n", "fun g() = 1\n\nfun f() {\n  a()\n}\n"),
        ("a.sh", "f() {\n  a\n}\n\ng() {\n  b\n}\n", "g() {\n  b\n}\n\nf() {\n  a # x\n}\n"),
        ("a.py", 'def f():\n    """One.\n\n    two\n    """\n    a()\n', 'def f():\n    """One.\n\n    three\n    """\n    a()\n'),
    ],
)
def test_no_change(path: str, before: str, after: str) -> None:
    """Moved definitions and imports, other indentation, wrapping, comments and blank lines are no difference."""
    assert real(before, after, path) == ([], [])
    assert real(after, before, path) == ([], [])


@pytest.mark.parametrize(
    ("path", "before", "after", "line"),
    [
        ("Bank.sol", SOLIDITY, "sol", "call{value"),
        ("a.py", "def f(x):\n    check(x)\n    run(x)\n", "def f(x):\n    run(x)\n    check(x)\n", "("),
        (
            "a.py",
            "def f(x):\n    if ok(x):\n        log(x)\n        run(x)\n",
            "def f(x):\n    if ok(x):\n        log(x)\n    run(x)\n",
            "run(x)",
        ),
        (
            "a.py",
            "def f(x):\n    check(x)\n    run(x)\n\n\ndef g(x):\n    log(x)\n    send(x)\n",
            "def f(x):\n    run(x)\n\n\ndef g(x):\n    log(x)\n    check(x)\n    send(x)\n",
            "check(x)",
        ),
        ("a.py", "a = load()\nb = drop()\n", "b = drop()\na = load()\n", "()"),
        ("a.php", '<?php\nrequire "auth.php";\nrun();\n', '<?php\nrun();\nrequire "auth.php";\n', ";"),
        ("a.js", "function f(x) {\n  if (!ok(x)) return;\n  run(x);\n}\n", "function f(x) {\n  run(x);\n  if (!ok(x)) return;\n}\n", "("),
    ],
)
def test_order_is_a_change(path: str, before: str, after: str, line: str) -> None:
    """A statement that changed places with another one, or left its function or its condition, stays visible on both sides."""
    if after == "sol":
        rows = before.split("\n")
        rows[3], rows[4] = rows[4], rows[3]
        after = "\n".join(rows)
        line = ";"
    gone, come = real(before, after, path)
    assert any(line in text for text in gone)
    assert any(line in text for text in come)


def test_wrapped_in_a_condition() -> None:
    """Of a body that came under a new condition only the condition is a change."""
    before = "def f(x):\n    log(x)\n    run(x)\n"
    after = "def f(x):\n    if ok(x):\n        log(x)\n        run(x)\n"
    assert real(before, after) == ([], ["if ok(x):"])
    assert real(after, before) == (["if ok(x):"], [])


def test_method_goes_to_another_class() -> None:
    """A method that went to another class is a change: what it may do depends on where it stands."""
    before = (
        "class A:\n    def f(self):\n        run(self)\n\n    def g(self):\n        pass\n\n\nclass B:\n    def h(self):\n        pass\n"
    )
    after = (
        "class A:\n    def g(self):\n        pass\n\n\nclass B:\n    def h(self):\n        pass\n\n    def f(self):\n        run(self)\n"
    )
    gone, come = real(before, after)
    assert "run(self)" in gone
    assert "run(self)" in come


def test_shadowing_order_counts() -> None:
    """Of two definitions with one name the last one counts, so that their order is a difference."""
    before = "def f():\n    return check()\n\n\nx = 1\n\n\ndef f():\n    return True\n"
    after = "def f():\n    return True\n\n\nx = 1\n\n\ndef f():\n    return check()\n"
    assert real(before, after) != ([], [])


def test_copy_is_a_change() -> None:
    """A second copy of a definition isn't a moved one."""
    before = "def f():\n    a()\n\n\ndef g():\n    b()\n"
    assert real(before, before + "\n\ndef h():\n    c()\n\n\ndef f():\n    a()\n")[1][-2:] == ["def f():", "a()"]


@pytest.mark.parametrize("whole", [True, False])
def test_commented_out(whole: bool) -> None:
    """Code that became a comment by a delimiter above it is gone, though its own line stayed."""
    before = "function f(x) {\n  check(x);\n  run(x);\n}\n"
    after = "function f(x) {\n  /*\n  check(x);\n  */\n  run(x);\n}\n"
    assert real(before, after, "a.js", whole) == (["check(x);"], [])
    assert real(after, before, "a.js", whole) == ([], ["check(x);"])


def test_rest_of_a_docstring_hides_nothing() -> None:
    """In a patch that begins inside a docstring the code after it is code."""
    filler = "".join(f"    line {n}\n" for n in range(30))
    before = f'def f(x):\n    """Text.\n{filler}    """\n    check(x)\n    run(x)\n    x = """a"""\n'
    assert "check(x)" in real(before, before.replace("    check(x)\n", ""), whole=False)[0]
    assert real(before, before.replace("    check(x)\n", "")) == (["check(x)"], [])


def test_comments_that_matter() -> None:
    """Characters that hide or turn text, and instructions to tools, count in comments too."""
    assert real("a = 1\n", "a = 1\n# \u202e nothing\n")[1] == ["# \u202e nothing"]
    assert real("a = 1\n", "a = 1\n# größer\n") == ([], [])
    assert real("package a\n", "//go:linkname x y\npackage a\n", "a.go")[1] == ["//go:linkname x y"]


def test_only_what_differs_in_a_wrapped_statement() -> None:
    """Next to a real change a re-wrapped statement is still none."""
    before = "f(a,\n  b);\nold();\ng(c, d);\n"
    after = "f(a, b);\nnew();\ng(c,\n  d);\n"
    assert real(before, after, "a.js") == (["old();"], ["new();"])


LINES = st.lists(st.sampled_from(["a", "b", "c", "a b", "b c", "}", "x ( y )", "x", "( y )"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(LINES, LINES)
def test_groups_say_the_same(old: list[str], new: list[str]) -> None:
    """Matched groups have the same tokens on both sides, never overlap and never cross."""
    left = [Row(at, tuple(text.split())) for at, text in enumerate(old)]
    right = [Row(at, tuple(text.split())) for at, text in enumerate(new)]
    groups = sorted(((one[0].number, one, other) for one, other in same(left, right)), key=lambda group: group[0])
    assert all(sum((row.tokens for row in one), ()) == sum((row.tokens for row in other), ()) for _, one, other in groups)
    for side in (1, 2):
        numbers = [row.number for group in groups for row in group[side]]
        assert numbers == sorted(set(numbers))


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_same_lines_match_whole(lines: list[str]) -> None:
    """However the same tokens are wrapped, nothing is left over."""
    rows = [Row(at, tuple(text.split())) for at, text in enumerate(lines)]
    split = [Row(at, (token,)) for at, token in enumerate(token for row in rows for token in row.tokens)]
    assert sum(len(one) for one, _ in same(rows, split)) == len(rows)


BLOCKS = [
    "def f{n}(x):\n    y = x + {n}\n    return y\n",
    "class C{n}:\n    def m(self):\n        return {n}\n\n    def k(self):\n        pass\n",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=2, max_size=7), st.randoms(use_true_random=False))
def test_moved_definitions_are_no_change(kinds: list[int], random: object) -> None:
    """Definitions in any other order are the same file."""
    parts = [BLOCKS[kind].format(n=n) for n, kind in enumerate(kinds)]
    moved = list(parts)
    random.shuffle(moved)  # type: ignore[attr-defined]
    assert real("\n\n".join(parts), "\n\n".join(moved)) == ([], [])


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([1, 2, 3, 8]), st.booleans())
def test_reindented_files_are_no_change(width: int, tabs: bool) -> None:
    """Another width of indentation is no difference."""
    unit = "\t" if tabs else " " * width
    assert real(PYTHON, PYTHON.replace("    ", unit)) == ([], [])
    assert real(SOLIDITY, dedent(SOLIDITY.replace("    ", unit)), "Bank.sol") == ([], [])


@pytest.mark.slow
def test_long_files_take_linear_time() -> None:
    """Twenty thousand changed lines are aligned in seconds."""
    before = "".join(f"f({n}, g({n % 7}))\n" for n in range(20_000))
    after = "".join(f"  f({n}, g({n % 5}))\n" for n in range(20_000))
    file = modified(before, after, "a.js", whole=False)
    half = [Half.of_hunks(file, mark, "javascript", lambda *_: facts_of("", "javascript")) for mark in "-+"]
    start = time.process_time()
    found = align(file, "javascript", *half)
    assert time.process_time() - start < 20
    assert len(found.before) > 10_000
