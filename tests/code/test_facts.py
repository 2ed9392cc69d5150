"""Facts of snippets in every language."""

import pytest
from cases import CASES, Case

from hunkwise.code.facts import facts_of
from hunkwise.code.grammar import TABLES
from hunkwise.code.grammar.compiled import compiled
from hunkwise.code.model import Facts


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.language)
def test_each_language_gives_its_facts(case: Case) -> None:
    """Calls, guards, assignments, definitions and imports are found in order, and the snippet has no errors."""
    facts = facts_of(case.code, case.language)
    assert facts.parsed
    assert facts.errors == 0
    assert tuple(call.path for call in facts.calls) == case.calls
    assert tuple((guard.kind, guard.text) for guard in facts.guards) == case.guards
    assert tuple((assignment.targets, assignment.operator) for assignment in facts.assignments) == case.assigned
    assert tuple((found.kind, found.name, found.parent) for found in facts.definitions) == case.defined
    assert tuple(found.module for found in facts.imports) == case.imports


def test_every_language_with_a_table_has_a_case() -> None:
    """A new table needs a snippet here."""
    assert {case.language for case in CASES} == set(TABLES)


@pytest.mark.parametrize("language", sorted(TABLES))
def test_every_node_type_of_a_table_exists_in_its_grammar(language: str) -> None:
    """A table that names a node type that isn't in the grammar is out of date."""
    names = {name for name in TABLES[language].rules if not compiled(language).numbers(name)}
    assert names == set()


def test_calls_have_paths_and_arguments() -> None:
    """A receiver chain is one dotted path, and arguments know their names, calls and constants."""
    facts = facts_of('def f(req):\n    db.cursor().execute("SELECT " + req.args["q"], timeout=3)\n', "python")
    outer, inner = facts.calls
    assert (outer.path, outer.name, outer.function, outer.used, outer.line) == ("db.cursor.execute", "execute", "f", False, 2)
    assert inner.path == "db.cursor"
    assert outer.args[0].built
    assert outer.args[0].strings == ("SELECT ", "q")
    assert outer.args[0].names == ("req.args",)
    assert (outer.args[1].name, outer.args[1].literal) == ("timeout", "3")


def _first(code: str, language: str) -> tuple[bool, str | None, tuple[str, ...]]:
    value = facts_of(code, language).assignments[0].value
    return value.built, value.literal, value.names


@pytest.mark.parametrize(
    ("language", "code", "names"),
    [
        ("python", 'x = f"a{b}c"', ("b",)),
        ("python", 'x = "a%s" % b', ("b",)),
        ("python", 'x = "a{}".format(b)', ("b",)),
        ("python", 'x = ("a" + b).strip()', ("b",)),
        ("python", 'x = "a" "b" + c.d', ("c.d",)),
        ("javascript", "x = `a${b}`", ("b",)),
        ("javascript", "x = a ? 'b' + c : 'd'", ("a", "c")),
        ("java", 'String x = "a" + b;', ("b",)),
        ("php", '<?php $x = "a$b";', ("b",)),
        ("php", "<?php $x = 'a' . $b->c;", ("b.c",)),
        ("ruby", 'x = "a#{b}"', ("b",)),
        ("kotlin", 'val x = "a$b"', ("b",)),
        ("csharp", 'var x = $"a{b}";', ("b",)),
        ("rust", 'fn f() { let x = format!("a{}", b); }', ("b",)),
        ("perl", '$x = "a$b";', ("b",)),
        ("powershell", '$x = "a$b"', ("b",)),
        ("shell", 'x="a$b"', ("b",)),
        ("go", 'package m\nvar x = "a" + b', ("b",)),
        ("hcl", 'x = "a${var.b}"', ("var.b",)),
    ],
)
def test_strings_put_together_are_built(language: str, code: str, names: tuple[str, ...]) -> None:
    """Concatenation, interpolation and formatting with a part that isn't constant make a built string."""
    assert _first(code, language) == (True, None, names)


@pytest.mark.parametrize(
    ("language", "code", "literal"),
    [
        ("python", 'x = "a" "b"', "ab"),
        ("python", "x = r'a'", "a"),
        ("python", 'x = "\\x61\\u0062\\n"', "ab\n"),
        ("python", "x = r'\\x61'", "\\x61"),
        ("python", "x = 3", "3"),
        ("javascript", "x = `a`", "a"),
        ("javascript", "x = null", "null"),
        ("php", "<?php $x = 'a$b';", "a$b"),
        ("shell", "x='a$b'", "a$b"),
        ("ruby", "x = :a", ":a"),
        ("c", "int x = 0x10;", "0x10"),
    ],
)
def test_constants_have_their_value(language: str, code: str, literal: str) -> None:
    """One constant is told by its value, without quotes and escapes."""
    assert _first(code, language)[:2] == (False, literal)


def test_numbers_alone_are_no_string() -> None:
    """A sum without a string part isn't a built string."""
    assert not facts_of("x = a + 1", "python").assignments[0].value.built


def _guard(code: str, language: str) -> Facts:
    return facts_of(code, language)


def test_comparisons_are_taken_apart() -> None:
    """A condition's comparisons are told as left, operator and right, chains as several."""
    guard = _guard("if a.b < len(c) and 0 <= d < 9 and e is not None: pass\n", "python").guards[0]
    assert guard.comparisons == (("a.b", "<", "len(c)"), ("0", "<=", "d"), ("d", "<", "9"), ("e", "is not", "None"))
    assert guard.names == ("a.b", "c", "d", "e")
    assert guard.calls == ("len",)


def test_an_exit_protects_the_rest_of_its_function() -> None:
    """The body of an exit runs from the line after it to the end of the function; that of a wrap is its block."""
    exits, wraps = _guard("def f(a):\n    if a:\n        return\n    b()\n    c()\n\nif x:\n    y()\n", "python").guards
    assert (exits.kind, exits.line, exits.end, exits.body, exits.function) == ("exit", 2, 3, (4, 5), "f")
    assert (wraps.kind, wraps.body, wraps.function) == ("wrap", (8, 8), "")


@pytest.mark.parametrize(
    ("language", "code", "empty"),
    [
        ("python", "try:\n    a()\nexcept E:\n    pass\n", True),
        ("python", "try:\n    a()\nexcept E:\n    log()\n", False),
        ("javascript", "try { a() } catch { /* nothing */ }", True),
        ("javascript", "try { a() } catch (e) { log(e) }", False),
        ("java", "try { a(); } catch (E e) { }", True),
        ("ruby", "begin\n  a\nrescue E\nend\n", True),
        ("csharp", "try { A(); } catch { ; }", True),
    ],
)
def test_handlers_that_do_nothing_are_empty(language: str, code: str, empty: bool) -> None:
    """An exception that is swallowed is told."""
    assert [guard.empty for guard in _guard(code, language).guards if guard.kind == "catch"] == [empty]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", '# eval(x)\ns = "os.system(y)"\n"""\nexec(z)\n"""\n'),
        ("javascript", "// eval(x)\n/* f(y) */ s = 'g(z)';\n"),
        ("c", '// f(x)\nchar *s = "g(y)"; /* h(z) */\n'),
        ("php", "<?php # f(x)\n$s = 'g(y)';\n"),
        ("shell", "# rm -rf x\ns='curl y'\n"),
        ("rust", 'const S: &str = "f(x)"; // g(y)\n'),
    ],
)
def test_comments_and_strings_hold_no_calls(language: str, code: str) -> None:
    """What is only written about isn't done."""
    facts = facts_of(code, language)
    assert facts.calls == ()
    assert facts.comments
    assert facts.strings


def test_accesses_tell_reads_from_writes() -> None:
    """An element on the left of an assignment is written, one on the right is read; a pointer has an empty index."""
    facts = facts_of("void f(char *p) { buf[i] = q[n + 1]; *p = *r; }", "c")
    assert [(found.base, found.index.text, found.write) for found in facts.accesses] == [
        ("buf", "i", True), ("q", "n + 1", False), ("p", "", True), ("r", "", False),
    ]  # fmt: skip


def test_solidity_tells_options_and_attributes() -> None:
    """Call options have their names, definitions their visibility and modifiers in order."""
    facts = facts_of(
        'contract K { function f(address to) public onlyOwner nonReentrant(1) { to.call{value: 1, gas: g}("x"); } }', "solidity"
    )
    assert [(option.name, option.text) for option in facts.calls[0].options] == [("value", "1"), ("gas", "g")]
    assert facts.definitions[1].attributes == ("public", "onlyOwner", "nonReentrant(1)")
    assert facts.definitions[1].params == ("to",)


def test_ignored_results_are_told() -> None:
    """A call alone in its statement isn't used, awaited or not; one whose value goes somewhere is."""
    facts = facts_of("f(); await g(); x = h(); return k();", "javascript")
    assert [call.used for call in facts.calls] == [False, False, True, True]


def test_lines_count_from_the_first_line_given() -> None:
    """A fragment's facts carry the file's line numbers."""
    facts = facts_of("\nf(\n  a)\n", "javascript", 100)
    assert (facts.calls[0].line, facts.calls[0].end) == (101, 102)


def test_text_that_is_not_ascii_keeps_its_places() -> None:
    """Byte offsets of a tree and characters of a text are never mixed up."""
    facts = facts_of('ä = "öü" + grün\nüber.straße(größe)\n', "python")
    assert facts.assignments[0].targets == ("ä",)
    assert facts.assignments[0].value.names == ("grün",)
    assert facts.calls[0].path == "über.straße"
    assert facts.calls[0].args[0].text == "größe"


def test_without_a_grammar_strings_and_comments_remain() -> None:
    """A language that can't be parsed says so, and still gives what the lexer sees."""
    facts = facts_of('x = "a" -- b\n', "lua", 5)
    assert not facts.parsed
    assert [text.value for text in facts.strings] == ["a"]
    assert facts.comments[0].line == 5
    assert facts.calls == ()
