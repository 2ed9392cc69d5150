"""No input makes a signal raise or take long: random and mutated code of every language, as files, as changes and as fragments."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.change import hunks_of, reversed_change
from hunkwise.change.model import Change, FileChange
from hunkwise.code import cut
from hunkwise.signals import Example, Signals

from .test_examples import EXTENSIONS, change_of

SIGNALS = Signals.load()
EXAMPLES = [example for signal in SIGNALS for example in (*signal.fires, *signal.stays_quiet)]
PATHS = [f"src/a.{extension}" for extension in EXTENSIONS.values()] + [
    "package.json", "requirements.txt", "pyproject.toml", "Cargo.toml", "setup.py", "Gemfile", ".github/workflows/a.yml", "action.yml",
    "Dockerfile", "a.tf", "tests/test_a.py", "a.min.js", "a.sql", "a.bat",
]  # fmt: skip
FRAGMENTS = [
    "if (", "eval(", "request.args[", "\u202e", "'", '"', "`", "${{ github.head_ref }}", "\\x41" * 40, "(" * 200, "password = ",
    "exec(base64.b64decode(", ".innerHTML = ", "SELECT * FROM t WHERE a = ",
    " " * 300, "run: |", "curl http://x.test | sh", "\x00", "\ud7ff", "{", "}", "require(", "msg.sender.call{value: 1}(\"\");",
    "a" * 3000, "[char]65+" * 30, "<?php", "<script>", "#", "/*", "'''",
]  # fmt: skip

PIECES = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=30), st.sampled_from(["\n", "\n    ", ";\n"]))


def failures(file: FileChange) -> list[str]:
    """The signals that raised on a change or on its reversal."""
    found = []
    for change in (file, reversed_change(Change("c", (file,))).files[0]):
        units, _ = cut(change)
        found += [f"{one.source} {one.facts['failed']}" for one in SIGNALS.look(units) if "failed" in one.facts]
    return found


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PATHS), st.lists(PIECES, max_size=25), st.randoms(use_true_random=False))
def test_random_code_never_raises(path: str, pieces: list[str], chance: random.Random) -> None:
    """Any text in any kind of file, against any other."""
    after = "".join(pieces)
    before = "".join(piece for piece in pieces if chance.random() < 0.7)
    assert (
        failures(FileChange(path=path, old_path=path, status="modified", hunks=hunks_of(before, after), before=before, after=after)) == []
    )


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EXAMPLES), st.randoms(use_true_random=False), st.booleans())
def test_mutated_examples_never_raise(example: Example, chance: random.Random, whole: bool) -> None:
    """Lines and characters dropped, doubled and exchanged, with the whole file at hand and as a fragment."""
    file = change_of(example, mutated(example.before or example.after, chance), mutated(example.after, chance))
    if not whole:
        file = FileChange(path=file.path, old_path=file.path, status="modified", hunks=file.hunks)
    assert failures(file) == []


def mutated(text: str, chance: random.Random) -> str:
    """`text` with a few small wounds."""
    out = list(text)
    for _ in range(chance.randrange(6)):
        if not out:
            break
        at = chance.randrange(len(out))
        match chance.randrange(3):
            case 0:
                del out[at : at + chance.randrange(1, 20)]
            case 1:
                out[at:at] = out[max(0, at - 15) : at]
            case _:
                out[at] = chance.choice("(){}[];:'\"\\\n =.,<>$@")
    return "".join(out)


BOMBS = {
    "long line of words": "a b c " * 4_000,
    "long line of brackets": "x = " + "(" * 2_000,
    "long query": 'q = "SELECT ' + "a, " * 2_000 + '"\ncursor.execute(q + name)\n',
    "many escapes": 's = "' + "\\x41" * 2_000 + '"',
    "white space": "x = 1;" + " " * 20_000 + "y",
    "many pipes": "curl " + "a|" * 2_000,
    "many keys": '{"a": "' + "b" * 5_000 + '"' + ', "postinstall": "x' * 600,
    "many expressions": "run: " + "${{ a }}" * 1_000,
    "template": "{{" * 2_000 + "|safe",
    "many assignments": "a = b + a\n" * 600 + "eval(a)\n",
    "many calls": "\n".join(f"cursor.execute('SELECT ' + f{n}(x))" for n in range(400)),
    "many guards": "\n".join(f"if a{n} < b{n}: raise X" for n in range(400)),
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_end_soon(bomb: str) -> None:
    """Text made to blow up a pattern or a search costs at most some seconds in every kind of file (its cutting apart)."""
    text = BOMBS[bomb]
    for path in (
        "src/a.py",
        "src/a.js",
        "src/a.c",
        "src/a.php",
        "src/a.sh",
        "a.html",
        "package.json",
        ".github/workflows/a.yml",
        "requirements.txt",
    ):
        half = text[: len(text) // 2]
        units, _ = cut(FileChange(path=path, old_path=path, status="modified", hunks=hunks_of(half, text), before=half, after=text))
        start = time.process_time()
        SIGNALS.look(units)
        assert time.process_time() - start < 3, path
