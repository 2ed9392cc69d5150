"""Where explanations point."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.findings import CodeFile, KnownFinding, Located, locate
from hunkwise.findings.locate import merged

CODE = """\
contract Pool is Base {
    mapping(address => uint256) private _stakes;
    uint256 public rate;

    function deposit() external payable {
        _stakes[msg.sender] += msg.value;
    }

    function withdraw(uint256 amount) external {
        require(_stakes[msg.sender] >= amount, "too much");
        (bool sent, ) = msg.sender.call{value: amount}("");
        require(sent, "failed");
        _stakes[msg.sender] -= amount;
    }

    function setRate(uint256 value) external {
        rate = value; // in basis points
    }
}

library Maths {
    function setRate(uint256 value) internal pure returns (uint256) {
        return value * 2;
    }
}
"""
POOL = CodeFile("c", "example/pool", "contracts/Pool.sol", CODE, "solidity")


def found(text: str, title: str = "", file: CodeFile = POOL, only: bool = True, lines: tuple[tuple[int, int], ...] = ()) -> Located:
    return locate(KnownFinding("f", "example/pool", title, text, "high", lines=lines), file, only)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("See L11.", ((11, 11),)),
        ("See L10-L13.", ((10, 13),)),
        ("See L10 - 13.", ((10, 13),)),
        ("On line 11 ether is sent", ((11, 11),)),
        ("On lines 10 to 13 ether is sent", ((10, 13),)),
        ("Lines 10–13", ((10, 13),)),
        ("lines 6 and 13", ((6, 6), (13, 13))),
        ("Lines 2, 6-7 and 13", ((2, 2), (6, 7), (13, 13))),
        ("L13-L99999", ((13, 13),)),
        ("Pool.sol#L11-L13", ((11, 13),)),
        ("Pool.sol:11", ((11, 11),)),
        ("contracts/Pool.sol L6", ((6, 6),)),
        ("https://git.example.org/example/pool/blob/0a1b2c/contracts/Pool.sol#L9-L14", ((9, 14),)),
        ("[here](https://git.example.org/pool/blob/main/contracts/Pool.sol#L6C5-L7C6)", ((6, 7),)),
    ],
)
def test_line_numbers(text: str, lines: tuple[tuple[int, int], ...]) -> None:
    """Line numbers are read in every usual form."""
    one = found(text)
    assert one.lines == lines
    assert one.how in ("line", "link")
    assert one.sureness >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Other.sol#L11",
        "https://git.example.org/x/Other.sol#L11-L12",
        "Other.sol:11",
        "L4000",
        "line 0",
        "at 10:11",
        "ratio 3:4",
        "HTML5",
        "",
    ],
)
def test_lines_of_other_things(text: str) -> None:
    """Another file's lines, lines beyond the end, and numbers that are no lines point nowhere."""
    one = found(text)
    assert (one.lines, one.how, one.sureness, one.places) == ((), "nowhere", 0.0, ())


def test_links_are_surer_than_bare_numbers() -> None:
    """A link with the file's path is surer than a bare number, and that less sure where the finding has other files."""
    link, bare, shared = found("Pool.sol#L11"), found("L11"), found("L11", only=False)
    assert link.sureness > bare.sureness > shared.sureness > 0


def test_given_lines_win() -> None:
    """Lines that the dataset gives are surer than what the text says; those beyond the file's end are ignored."""
    one = found("See L6.", lines=((11, 13),))
    assert (one.lines, one.how) == (((11, 13),), "given")
    assert found("See L6.", lines=((300, 301),)).lines == ((6, 6),)
    assert found("", lines=((24, 90),)).lines == ((24, 25),)


def test_quoted_block() -> None:
    """A fenced block is found line by line, however it is indented or spaced."""
    one = found('Ether is sent:\n\n```solidity\n(bool sent,) = msg.sender.call{ value: amount }("");\nrequire(sent, "failed");\n```\n')
    assert (one.lines, one.how) == (((11, 12),), "quote")
    assert one.sureness > 0.8


def test_quoted_block_with_gaps() -> None:
    """Left out lines, numbers in front and comments behind don't hinder."""
    one = found("```\n9   function withdraw(uint256 amount) external {\n...\n13:        _stakes[msg.sender] -= amount; // too late\n```")
    assert one.lines == ((9, 13),)


def test_indented_block() -> None:
    """Code that is set off by four spaces is a quote too."""
    one = found("Here:\n\n    _stakes[msg.sender] -= amount;\n\nis too late")
    assert (one.lines, one.how) == (((13, 13),), "quote")


def test_quote_beats_numbers_of_another_version() -> None:
    """Where the numbers and the quoted code disagree, the quote is believed; where they agree, both are."""
    block = '\n```\n(bool sent, ) = msg.sender.call{value: amount}("");\nrequire(sent, "failed");\n```'
    assert found("Pool.sol#L2-L3" + block).lines == ((11, 12),)
    assert found("Pool.sol#L10-L12" + block).lines[0][0] in (10, 11)
    assert found("Pool.sol#L10-L12" + block).sureness > found(block).sureness


def test_foreign_block() -> None:
    """A block that doesn't stand in the file, or only by its braces, points nowhere."""
    assert found("```\nfunction attack() {\n  pool.drain();\n}\n```").how == "nowhere"
    assert found("```\n{\n}\n);\n```").how == "nowhere"


@pytest.mark.parametrize("tag", ["diff", ""])
def test_diff_block(tag: str) -> None:
    """Of a diff the lines that it takes away are meant."""
    one = found(
        f'```{tag}\n         require(sent, "failed");\n-        _stakes[msg.sender] -= amount;\n+        _stakes[msg.sender] = 0;\n```'
    )
    assert (one.lines, one.how) == (((13, 13),), "quote")


def test_diff_that_only_adds() -> None:
    """Of a diff that only adds, the lines around are meant."""
    one = found(
        "```diff\n     function setRate(uint256 value) external {\n+        require(msg.sender == owner);\n         rate = value;\n```"
    )
    assert one.lines == ((16, 17),)


def test_recommended_code_is_less_sure() -> None:
    """Code under a heading that recommends or proves something is less sure than code that is shown as it is."""
    block = "```\n_stakes[msg.sender] -= amount;\n```"
    assert found(f"## Proof of Concept\n{block}").sureness < found(f"## Details\n{block}").sureness


def test_expression_in_backticks() -> None:
    """A quoted expression is found on its line, also after other words in backticks."""
    one = found("`rate` aside, `x` is not, and `_stakes[msg.sender] >= amount` is checked")
    assert (one.lines, one.how) == (((10, 10),), "quote")


@pytest.mark.parametrize(
    "text",
    [
        "`withdraw()` pays",
        "`withdraw` pays",
        "`Pool.withdraw()` pays",
        "`Pool.withdraw(uint256)`",
        "withdraw() pays",
        "Pool.withdraw() pays",
    ],
)
def test_functions(text: str) -> None:
    """Functions in backticks, with their contract or without, and calls in plain words stand for their lines."""
    one = found(text)
    assert (one.lines, one.how) == (((9, 14),), "function")


def test_function_of_the_named_contract() -> None:
    """`Contract.function()` means that contract's function; one of a contract that isn't here means nothing."""
    assert found("`Maths.setRate()`").lines == ((22, 24),)
    assert found("`Pool.setRate()`").lines == ((16, 18),)
    assert found("`Token.withdraw()`").how == "nowhere"


def test_title_counts() -> None:
    """A function that the title names is surer than one in passing."""
    one = found("Compare `deposit()`, where it is right.", title="`withdraw` sends too early")
    assert one.lines[0] == (5, 7) or one.places[0].first == 9
    assert one.places[0].first == 9


def test_names() -> None:
    """A variable that stands on few lines points there, without much certainty."""
    one = found("`rate` has no limit")
    assert one.how == "name"
    assert one.sureness < 0.5
    assert (3, 3) in one.lines


def test_agreement_makes_surer_and_narrow_wins() -> None:
    """Two ways of pointing at one place make it surer, and the narrower range is what's meant."""
    alone, both = found("line 13"), found("`withdraw()`, line 13")
    assert both.lines == alone.lines == ((13, 13),)
    assert both.sureness > alone.sureness


def test_several_places() -> None:
    """Places that are about equally sure are all named, in order and joined where they touch."""
    assert found("L13, then L6 and L12").lines == ((6, 6), (12, 13))
    assert merged([(5, 6), (1, 2), (3, 3), (9, 9), (6, 7)]) == ((1, 3), (5, 7), (9, 9))


def test_wide_ranges_say_little() -> None:
    """A range of hundreds of lines is less sure than a small one."""
    long = CodeFile("l", "", "long.py", "x = 1\n" * 500, "python")
    assert found("L1-L400", file=long).sureness < found("L1-L4", file=long).sureness


HOSTILE = [
    "a" * 60_000,
    "`" * 60_000,
    "a." * 30_000,
    "```\n" * 15_000,
    "L" * 60_000,
    "f(" * 30_000,
    "# \t" * 20_000,
    "`f()` " * 10_000,
    "-" * 60_000,
    " \n" * 30_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_take_no_time(text: str) -> None:
    """Texts and files made to be slow are read in a moment."""
    start = time.monotonic()
    found(text, title=text[:2000])
    for language in ("solidity", "python", "ruby"):
        found("`f()` and `a b c d e f g h`\n```\na\nb\n```", file=CodeFile("c", "", "x", text, language))
        found(text, file=CodeFile("c", "", "x", text, language))
    assert time.monotonic() - start < 8


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="`L1-2#:/.x()\n{}; $é", max_size=80), st.text(alphabet="fx(){};\n \t'\"/*", max_size=80))
def test_places_are_in_the_file(text: str, code: str) -> None:
    """Whatever the words and the code, every range lies in the file, and sureness in [0, 1]."""
    one = found(text, title=text, file=CodeFile("c", "", "x.js", code, "javascript"))
    count = code.count("\n") + 1
    assert all(1 <= place.first <= place.last <= count and 0 < place.sureness < 1 for place in one.places)
    assert all(1 <= first <= last <= count for first, last in one.lines)
    assert bool(one.lines) == (one.how != "nowhere")
