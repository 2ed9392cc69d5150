"""Parsing in bounds, whatever the text is."""

import time
from collections.abc import Iterator

import pytest
from cases import CASES, Case
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.code import parse as parsing
from hunkwise.code.facts import facts_of
from hunkwise.code.grammar import TABLES
from hunkwise.code.model import Facts


def _ends(facts: Facts) -> Iterator[tuple[int, int]]:
    for found in (
        *facts.calls, *facts.assignments, *facts.guards, *facts.definitions, *facts.accesses, *facts.exits, *facts.imports, *facts.strings,
        *facts.comments,
    ):  # fmt: skip
        yield found.line, getattr(found, "end", found.line)
    for guard in facts.guards:
        yield guard.body


def _hold(text: str, language: str) -> None:
    facts = facts_of(text, language, 3)
    last = 3 + text.count("\n")
    assert all(3 <= line <= end <= last for line, end in _ends(facts))
    for call in facts.calls:
        assert len(call.path) <= 200
        assert all(len(arg.text) <= 300 for arg in call.args)


def test_every_grammar_loads() -> None:
    """Each language with a table has a grammar, and each grammar a table."""
    assert set(TABLES) == set(parsing._MODULES)
    for language in TABLES:
        assert parsing.parse(b"", language) is not None


def test_unknown_languages_and_long_sources_give_none() -> None:
    """What can't be parsed in bounds is None, not an error."""
    assert parsing.parse(b"x", "klingon") is None
    assert not parsing.has_grammar("klingon")
    assert parsing.parse(b" " * (parsing.MAX_BYTES + 1), "c") is None


def test_parsing_stops_in_time_and_goes_on_afterwards() -> None:
    """A parser that was stopped is ready for the next text."""
    assert parsing.parse(b"int f(void) { return g(1); }\n" * 20_000, "c", seconds=0.0) is None
    assert parsing.parse(b"int x;", "c") is not None


_PIECES = (
    *"{}()[]\"'`#\n;=$\\é\x00\t:@%",
    *(
        "/*",
        "*/",
        "//",
        "    ",
        "if",
        "else",
        "return",
        "<?php",
        "?>",
        "<script>",
        "</script>",
        "->",
        "::",
        "function",
        "class",
        "def",
        "${",
    ),
    '"""',
)


@pytest.mark.parametrize("language", sorted(TABLES))
@given(pieces=st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=40))
@settings(max_examples=15, deadline=None)
def test_random_text_never_raises(language: str, pieces: list[str]) -> None:
    """Any text in any language gives facts whose lines lie within it."""
    _hold("".join(pieces), language)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.language)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_mutated_snippets_never_raise(case: Case, data: st.DataObject) -> None:
    """Cutting pieces out of real code and putting others in gives facts whose lines lie within the text."""
    code, language = case.code, case.language
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(code)))
        end = data.draw(st.integers(start, min(len(code), start + 40)))
        code = code[:start] + data.draw(st.sampled_from((*_PIECES, ""))) + code[end:]
    _hold(code, language)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.language)
def test_every_prefix_and_suffix_of_a_snippet_holds(case: Case) -> None:
    """A text cut off at any line, before or after, gives facts whose lines lie within it."""
    lines = case.code.split("\n")
    for at in range(len(lines)):
        _hold("\n".join(lines[:at]), case.language)
        _hold("\n".join(lines[at:]), case.language)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("c", "void f() {" + "(" * 20_000 + ";}"),
        ("c", "x = " + "a->b(" * 5_000),
        ("python", "x = " + "[" * 20_000),
        ("python", "x = " + "a.b()." * 5_000 + "c"),
        ("python", "x = " + " + ".join(["'a'", "b"] * 5_000)),
        ("javascript", "f(" * 5_000 + ")" * 5_000),
        ("javascript", "if (a) { " * 2_000),
        ("javascript", "x = " + "a ? b : " * 5_000 + "c"),
        ("java", "class A { void f() { " + "g(() -> { " * 500),
        ("php", "<?php $x = " + "$a->b(" * 3_000),
        ("rust", "fn f() { m!(" + "(" * 5_000),
        ("yaml", "a: " + "[" * 5_000),
        ("html", "<script>x(" * 500),
    ],
)
def test_deep_code_is_bounded(language: str, code: str) -> None:
    """Depth costs neither a crash nor much time."""
    started = time.process_time()
    _hold(code, language)
    assert time.process_time() - started < 8


def test_a_hundred_thousand_lines_are_read() -> None:
    """Length is no reason to see nothing."""
    facts = facts_of(("x = f(y)\n" + "\n" * 19) * 5_000, "python")
    assert len(facts.calls) == 5_000
    assert facts.calls[-1].line == 99_981


def test_unclosed_here_documents_of_perl_end() -> None:
    """The mark of a here-document that isn't closed is blanked before parsing, since the grammar would never come back from it."""
    source = b'print <<"EOT";\nmy $x = system("a");\nother\n'
    assert parsing.without_heredocs(source) == b"print " + b"''".ljust(7) + b';\nmy $x = system("a");\nother\n'
    assert parsing.parse(source, "perl") is not None


@pytest.mark.parametrize("mark", ["<<X", "<<'X'", '<<~ "X"', "<<X . <<Y"])
def test_an_open_here_document_hides_no_perl(mark: str) -> None:
    """A here-document that is never closed neither stalls the parser nor hides the code after it; a closed one is passed over."""
    assert [call.path for call in facts_of(f"my $a = {mark};\nsystem($b);\n", "perl").calls] == ["system"]
    closed = facts_of("my $a = <<X;\neval($c);\nX\nsystem($b);\n", "perl")
    assert [(call.path, call.line) for call in closed.calls] == [("system", 4)]
