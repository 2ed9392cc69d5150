"""Atoms of tokens, and the frozen hashing that every model leans on."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.code.lex import tokens
from hunkwise.features.lexicon import Lines
from hunkwise.features.tokens import MASK, atoms, hashed, placed_atoms, shape, subwords, word_atoms


def test_the_columns_are_frozen() -> None:
    """A model's weights stand at these columns: whoever moves one raises the feature version and trains anew."""
    golden = {
        "w:escape": 24975, "i:strcpy": 119231, "2:if (": 226059, "3:I ( S": 50109, "k:&&": 151995,
        "s:select": 150872, "cw:owner": 33249, "n:1": 248977, "w:größe": 17871,
    }  # fmt: skip
    assert {atom: hashed(atom) for atom in golden} == golden


def test_a_lone_surrogate_has_a_column() -> None:
    """Text that no encoding takes is hashed all the same."""
    assert 0 <= hashed("i:\ud800") <= MASK


def test_subwords() -> None:
    """Camel case, capitals, underscores and digits part an identifier."""
    assert subwords("getUserName_v2") == ["get", "user", "name", "v", "2"]
    assert subwords("HTTPServer") == ["http", "server"]
    assert subwords("MAX_LEN") == ["max", "len"]
    assert subwords("__") == []


def test_shapes() -> None:
    """Keywords, operators, 0 and 1 are themselves; names, constants, numbers and strings are kinds."""
    expected = {"if": "if", "userName": "I", "MAX": "U", "_x": "I", "0": "0", "1": "1", "42": "N", "0x1f": "N"}
    expected |= {"'a'": "S", "`b`": "S", "->": "->"}
    assert {token: shape(token) for token in expected} == expected
    assert shape("rb'x'") == "S"


def test_atoms_of_one_token() -> None:
    """A name gives its words and itself, a string its words in lower case, a long number no value."""
    assert set(word_atoms("getName")) == {"w:get", "w:name", "i:getName"}
    assert set(word_atoms("'SELECT x FROM users %s'")) == {"s:select", "s:from", "s:users", "s:%", "s:'"}
    assert word_atoms("1234567") == ("n:long",)
    assert word_atoms("64") == ("n:64",)
    assert word_atoms("&&") == ("k:&&",)
    assert all(not atom.startswith("i:") for atom in word_atoms("a" * 41))


def line_atoms(line: list[str]) -> list[str]:
    """The atoms of one line."""
    return [atom for _, atom in placed_atoms(line)]


def test_runs_of_tokens() -> None:
    """A called name stands for itself in a pair, a kind in a triple; the opening of the line is an atom."""
    atoms = set(line_atoms(tokens("strcpy(dst, 1)", "c")))
    assert {"2:strcpy (", "2:( I", "3:I ( I", "o:I ( I , 1"} <= atoms
    assert line_atoms([]) == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["c", "python", "rust"]))
def test_any_tokens_have_atoms(text: str, language: str) -> None:
    """Whatever the lexer yields has atoms, and their texts are runs of these tokens."""
    line = tokens(text.replace("\n", " "), language)
    placed = list(placed_atoms(line))
    assert len({text for text, _ in placed} & set(line)) >= bool([token for token in line if word_atoms(token)])
    found = atoms(Lines.of([line, [], line]))
    columns = sorted(hashed(atom) for _, atom in placed)
    for at, expected in ((0, columns), (1, []), (2, columns)):
        assert sorted(found.columns[found.lines == at].tolist()) == expected
    for run, _ in placed:
        assert run in " ".join(line)


def test_a_very_long_line_is_bounded() -> None:
    """Only the first 200 tokens of a line make runs, and only the start of a string makes words."""
    line = ["a", "+"] * 50_000
    assert sum(atom.startswith(("2:", "3:")) for atom in line_atoms(line)) < 400
    assert len(word_atoms("'" + "word " * 100_000 + "'")) <= 40
