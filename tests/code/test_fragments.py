"""Facts of fragments: hunks cut anywhere."""

import pytest

from hunkwise.code.facts import facts_of
from hunkwise.code.fragments import prepared, python_ladder


def _paths(code: str, language: str) -> list[str]:
    return [call.path for call in facts_of(code, language).calls]


@pytest.mark.parametrize(
    ("code", "calls", "defined"),
    [
        ("    a(x)\n    return b()\n", ["a", "b"], []),
        ("        a(x)\n\n    def g(self):\n        b()\n\ndef h():\n    c()\n", ["a", "b", "c"], ["g", "h"]),
        ("    a()\nexcept E:\n    b()\n", ["a", "b"], []),
        ("except E:\n    b()\nelse:\n    c()\n", ["b", "c"], []),
        ("    elif x:\n        b()\n    c()\n", ["b", "c"], []),
        ("        key=a(1),\n        other=2,\n    )\n    b()\n\ndef g():\n    c()\n", ["a", "b", "c"], ["g"]),
        ("    see a(1) for more.\n    '''\n    b()\n\ndef g():\n    c()\n", ["b", "c"], ["g"]),
        ("def g():\n    c(\n        a,\n", ["c"], ["g"]),
        ('def g():\n    c()\n\ndef h():\n    """Makes a(b)\n', ["c"], ["g", "h"]),
    ],
)
def test_python_fragments_are_read(code: str, calls: list[str], defined: list[str]) -> None:
    """A fragment that begins indented, inside brackets, a docstring or a try, or that ends in the middle, is read without errors."""
    facts = facts_of(code, "python", 10)
    assert [call.path for call in facts.calls] == calls
    assert [found.name for found in facts.definitions] == defined
    assert facts.errors == 0
    assert all(10 <= call.line < 10 + code.count("\n") for call in facts.calls)


def test_what_is_put_above_a_fragment_leaves_no_facts() -> None:
    """The ladder's own statements are never told."""
    code = "        a()\n    b()\nc()\n"
    assert python_ladder(code) == "if 1:\n    if 1:\n"
    facts = facts_of(code, "python")
    assert facts.guards == ()
    assert [call.line for call in facts.calls] == [1, 2, 3]


@pytest.mark.parametrize(
    ("language", "code", "calls", "guards"),
    [
        (
            "java",
            '    public void m(T a) {\n        if (a == null) return;\n        db.query("x" + a);\n    }\n',
            ["db.query"],
            ["a == null"],
        ),
        ("java", "        go(a);\n        if (b) { return; }\n    }\n\n    void n() { c(); }\n}\n", ["go", "c"], ["b"]),
        ("csharp", "    public int M(string a)\n    {\n        if (a == null) return 1;\n        Go(a);\n    }\n", ["Go"], ["a == null"]),
        ("solidity", "    function f(uint a) public {\n        require(a > 0);\n        g(a);\n    }\n", ["require", "g"], ["a > 0"]),
        ("solidity", "        require(a > 0);\n        g(a);\n", ["require", "g"], ["a > 0"]),
        ("solidity", "        g(a);\n    }\n\n    function h() external { i(); }\n}\n", ["g", "i"], []),
        ("php", "    public function f($a) {\n        if (!$a) return;\n        $this->g($a);\n    }\n", ["this.g"], ["!$a"]),
        ("php", "        $x = g($a);\n    }\n\n    private function h() { i(); }\n", ["g", "i"], []),
        ("php", "<p>x</p>\n<?php if ($a): ?>\n<b><?= h($a) ?></b>\n<?php endif; ?>\n", ["h"], ["$a"]),
        ("javascript", "    g(a);\n    if (!b) return;\n  }\n\n  m(c) { h(c); }\n}\n", ["g", "h"], ["!b"]),
        ("javascript", "  async m(c) {\n    await h(c);\n  }\n", ["h"], []),
        ("javascript", "      g(a);\n    });\n    h(b);\n", ["g", "h"], []),
        ("c", "\tg(a);\n\tif (!b)\n\t\treturn;\n}\n\nint h(void)\n{\n\ti(1);\n", ["g", "i"], ["!b"]),
        ("c", " * inside a comment f(x)\n */\nint h(void)\n{\n\ti(1);\n}\n", ["i"], []),
        ("c", "int h(void)\n{\n\ti(1);\n\t/* and then f(x)\n", ["i"], []),
        ("go", "\tg(a)\n\tif err != nil {\n\t\treturn err\n\t}\n}\n\nfunc h() {\n\ti()\n", ["g", "i"], ["err != nil"]),
        ("rust", "        g(a);\n    }\n\n    pub fn h(&self) { i(); }\n", ["g", "i"], []),
        ("kotlin", "        g(a)\n        if (b) return\n    }\n\n    fun h() { i() }\n", ["g", "i"], ["b"]),
    ],
)
def test_fragments_of_other_languages_are_read(language: str, code: str, calls: list[str], guards: list[str]) -> None:
    """Methods without their class, statements without their function, and the tail of one function before the next give their facts."""
    facts = facts_of(code, language)
    assert [call.path for call in facts.calls] == calls
    assert [guard.text for guard in facts.guards] == guards


def test_facts_inside_errors_are_told() -> None:
    """Broken code around a call doesn't hide it."""
    facts = facts_of("int f( {{ ) ]\n  memcpy(a, b, n);\n  if (x) return;\n", "c")
    assert "memcpy" in [call.path for call in facts.calls]
    assert facts.errors > 0


def test_whole_files_are_parsed_once_and_as_they_are() -> None:
    """Nothing is put around code without errors."""
    found = prepared("void f() { g(); }\n", "c")
    assert found is not None
    assert (found.rows, found.begin, found.source) == (0, 0, "void f() { g(); }\n")


def test_a_function_that_is_cut_off_reaches_to_the_last_line() -> None:
    """Lines of what was put behind a fragment are never told."""
    facts = facts_of("void f() {\n  g();\n", "c", 7)
    assert [(found.line, found.end) for found in facts.definitions] == [(7, 8)]
