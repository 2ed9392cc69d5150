"""The lexer on every style, on fragments, and on text meant to stop it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.code.lex import scan, texts, tokens, tokens_by_line

LANGUAGES = (
    "c", "javascript", "go", "solidity", "rust", "php", "python", "ruby", "yaml",
    "shell", "powershell", "hcl", "sql", "lua", "html", "batch", "unheard-of",
)  # fmt: skip
"""At least one of every style."""

HOSTILE = st.text(st.sampled_from("ab1 \n\t\\\"'`#/*-<!>[]@$r:%REM=é\u202e\U0001f600\0") | st.characters(), max_size=120)

STYLES = (
    ("c", "a = 1; // one\nb /* two\nlines */ = 'x';", ["a", "=", "1", ";", "b", "=", "'x'", ";"]),
    ("go", "s := `a\nb` // end", ["s", ":=", "`a\nb`"]),
    ("javascript", "a ??= b?.c ?? /x/ => `t${1}`", ["a", "??=", "b", "?.", "c", "??", "/", "x", "/", "=>", "`t${1}`"]),
    ("rust", "fn f<'a>(c: char) { r#\"x\"# == '\\'' } // end", [*"fn f < ' a > ( c : char ) {".split(), 'r#"x"#', "==", "'\\''", "}"]),
    ("php", "$a = 'x'; # one\n#[Attr]\n// two", ["$", "a", "=", "'x'", ";", "#", "[", "Attr", "]"]),
    ("python", "a = rb'x' # one\nb = '''c\n# d'''", ["a", "=", "rb'x'", "b", "=", "'''c\n# d'''"]),
    ("ruby", "a = `ls` # one", ["a", "=", "`ls`"]),
    ("yaml", "key: 'v' # one", ["key", ":", "'v'"]),
    ("shell", "a=$#; echo 'x\ny' # one\n#two", ["a", "=", "$", "#", ";", "echo", "'x\ny'"]),
    ("powershell", '<# one\ntwo #> $a = @"\nx "y"\n"@ # z', ["$", "a", "=", '@"\nx "y"\n"@']),
    ("hcl", 'a = "b" # one\n// two\n/* three */', ["a", "=", '"b"']),
    ("sql", "select 'a' -- one\n/* two */ from b", ["select", "'a'", "from", "b"]),
    ("lua", "x = 1 --[[ one\ntwo ]] y", ["x", "=", "1", "y"]),
    ("html", '<a href="x"><!-- one\ntwo --></a>', ["<", "a", "href", "=", '"x"', ">", "<", "/", "a", ">"]),
    ("batch", "rem one\n  :: two\n@echo remote", ["@", "echo", "remote"]),
    ("unheard-of", "a # 'b' // c", ["a", "#", "'b'", "/", "/", "c"]),
)


@pytest.mark.parametrize(("language", "code", "expected"), STYLES, ids=[style[0] for style in STYLES])
def test_every_style(language: str, code: str, expected: list[str]) -> None:
    """Comments vanish, a string is one token with its quotes, an operator is one token."""
    assert tokens(code, language) == expected


def test_an_open_string_ends_with_its_line() -> None:
    """An apostrophe or quote that nobody closes swallows no further line."""
    assert tokens("it's\nb = 1", "c") == ["it", "'s", "b", "=", "1"]
    assert tokens('say "hi\nb', "python") == ["say", '"hi', "b"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_last_backslash_belongs_to_its_string(language: str) -> None:
    """Code cut off inside an escape is no reason to read its string as code."""
    assert tokens('x "ab\\', language) == ["x", '"ab\\']


@settings(max_examples=200, deadline=None)
@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_nothing_is_lost(text: str, language: str) -> None:
    """Whatever the text: values stand at their offsets, in order, without overlap, and only white space lies between them."""
    found = list(scan(text, language))
    ends = [0]
    for kind, value, at in found:
        assert kind in ("comment", "string", "token")
        assert value
        assert text[at : at + len(value)] == value
        assert not text[ends[-1] : at].strip()
        ends.append(at + len(value))
    assert all(left <= right for left, right in pairwise(ends))
    assert not text[ends[-1] :].strip()


@settings(max_examples=100, deadline=None)
@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_texts_name_the_lines(text: str, language: str) -> None:
    """Every string and comment is found once, on the lines where it stands."""
    strings, comments = texts(text, language)
    lines = text.split("\n")
    for value, first, last in (*strings, *comments):
        assert value in "\n".join(lines[first - 1 : last])
        assert last - first == value.count("\n")
    kinds = [kind for kind, _, _ in scan(text, language)]
    assert (len(strings), len(comments)) == (kinds.count("string"), kinds.count("comment"))


@settings(max_examples=200, deadline=None)
@given(HOSTILE, st.sampled_from(LANGUAGES))
def test_a_line_for_every_line(text: str, language: str) -> None:
    """As many lists as lines, no token empty or over several lines, and no tokens from nowhere."""
    lines = text.split("\n")
    found = tokens_by_line(lines, language)
    assert len(found) == len(lines)
    for line, mine in zip(lines, found, strict=True):
        assert all(token and "\n" not in token and (token in line or token[1:] in line) for token in mine)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["f(x)", "y = 'a'", 'z["b"] += 1', "if a:", ""]), max_size=8), st.sampled_from(["python", "c", "shell"]))
def test_lines_are_the_tokens_of_the_whole(lines: list[str], language: str) -> None:
    """Where nothing spans lines the lists joined are the tokens of the text."""
    assert [token for line in tokens_by_line(lines, language) for token in line] == tokens("\n".join(lines), language)


def test_a_string_over_lines_gives_each_its_piece() -> None:
    """A reviewer's line is a line: each bears its part of a long string, marked as string by a quote before it."""
    lines = ["q = `select *", "", "from t`", "run(q)"]
    assert tokens_by_line(lines, "go") == [
        ["q", "=", "`select *"],
        [],
        ['"from t`'],
        ["run", "(", "q", ")"],
    ]


def test_line_feeds_inside_lines_are_white_space() -> None:
    """A fragment that contradicts itself still gives every line its tokens."""
    assert tokens_by_line(["\n0", "a\nb", "c"], "solidity") == [["0"], ["a", "b"], ["c"]]


def test_docstrings_are_comments() -> None:
    """A triple-quoted string that is a statement says nothing that runs; one that is a value does."""
    assert tokens_by_line(['"""Does', 'eval(x)."""', "y = 1"], "python") == [[], [], ["y", "=", "1"]]
    assert tokens_by_line(['s = """a', 'b"""'], "python") == [["s", "=", '"""a'], ['"b"""']]
    assert tokens_by_line(["'one line'"], "python") == [["'one line'"]]


@pytest.mark.parametrize("language", ["c", "java", "php", "solidity"])
def test_fragments_may_begin_inside_a_comment(language: str) -> None:
    """`* text` and `*/` at the start of a line are the inside of a block comment whose opening is not at hand."""
    assert tokens_by_line([" * eval(x) runs", " */", "f();"], language) == [[], [], ["f", "(", ")", ";"]]
    assert tokens_by_line(["*p = 1;"], language) == [["*", "p", "=", "1", ";"]]


@pytest.mark.parametrize("language", ["python", "shell", "sql"])
def test_a_star_is_no_comment_elsewhere(language: str) -> None:
    """Languages without such comments keep a line that starts with a star."""
    assert tokens_by_line(["* b"], language) == [["*", "b"]]


def test_an_open_comment_reaches_to_the_end() -> None:
    """What stands behind a comment that isn't closed is comment."""
    assert tokens_by_line(["a /* b", "c", "d"], "c") == [["a"], [], []]


FLOODS = {
    "backslashes": ("", "\\", ""),
    "backslashes in a string": ('"', "\\", ""),
    "escaped quotes and a last backslash": ("", '\\"', "\\"),
    "escaped apostrophes and a last backslash": ("", "\\'", "\\"),
    "escaped back quotes and a last backslash": ("", "\\`", "\\"),
    "open triple quotes": ("", "'''\"\"\"\\", "\\"),
    "open quotes": ("", "\"'`", ""),
    "open comments": ("", "/*<!--<#--[[", ""),
    "line feeds": ("", "\n", ""),
    "blanks": ("", "\n \t", ""),
    "raw strings": ("", 'r#"r##', ""),
    "hashes": ("", " #", ""),
    "here-strings": ("", '@"\n', ""),
    "one name": ("", "a", ""),
}
"""What comes first, what is repeated, what comes last."""


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOODS)
def test_hostile_text_takes_linear_time(name: str) -> None:
    """The worst text takes every style a moment; small first, so that a style that is quadratic fails instead of hanging."""
    first, unit, last = FLOODS[name]
    for size in (10_000, 150_000):
        text = first + unit * (size // len(unit)) + last
        for language in ("c", "rust", "php", "python", "ruby", "shell", "powershell", "hcl", "sql", "html", "batch", "unheard-of"):
            start = time.process_time()
            count = sum(1 for _ in scan(text, language))
            assert time.process_time() - start < 1, (size, language, count)


def test_a_megabyte_of_backslashes() -> None:
    """A string of a million backslashes that nobody closes is one string, found in a moment."""
    assert tokens('x = "' + "\\" * 1_000_001, "python")[:2] == ["x", "="]
