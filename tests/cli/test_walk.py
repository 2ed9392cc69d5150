"""The whole walk over hostile input: whatever comes in, a report goes out in bounded time, and every format can show it."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hunkwise.change import Change, read_patch
from hunkwise.change.hunks import added_file, hunks_of
from hunkwise.change.model import FileChange
from hunkwise.detector import Detector
from hunkwise.errors import PatchError
from hunkwise.judge import Settings
from hunkwise.render import View, renderer
from hunkwise.signals import Signals

from .conftest import Run
from .fake import FakeModel

DETECTOR = Detector(FakeModel(), Signals.load())
ENDINGS = (
    "py",
    "js",
    "ts",
    "tsx",
    "vue",
    "html",
    "java",
    "kt",
    "go",
    "c",
    "cpp",
    "cs",
    "php",
    "rb",
    "rs",
    "sol",
    "sh",
    "ps1",
    "pl",
    "sql",
    "tf",
    "json",
)
MODEST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

SAMPLE = """\
import sqlite3


class Orders:
    def find(self, request, name="x"):
        if not request.user.allowed:
            raise PermissionError(f"no {name}")
        query = "SELECT * FROM orders WHERE name = '" + name + "'"
        for row in sqlite3.connect("x").execute(query):
            yield {key: eval(value) for key, value in row.items() if value and risky(value)}
"""


def walk(*files: FileChange) -> None:
    """Judges a change and shows the report in all formats."""
    report = DETECTOR.report(Change("walk", files), Settings(budget=50))
    for form in ("text", "json", "sarif", "markdown", "html"):
        assert renderer(form).render(report, View()).endswith("\n")


def edit(path: str, before: str, after: str) -> FileChange:
    """A modified file with its hunks."""
    return FileChange(path, path, "modified", hunks_of(before, after), before, after)


@MODEST
@given(st.binary(max_size=400), st.sampled_from(ENDINGS))
def test_random_bytes(content: bytes, ending: str) -> None:
    """Random bytes as a file of any language, new and edited."""
    text = content.decode("latin-1")
    walk(added_file(f"a.{ending}", text), edit(f"b.{ending}", SAMPLE, text))


@MODEST
@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(ENDINGS), st.text(min_size=1, max_size=30))
def test_random_edits(before: str, after: str, ending: str, name: str) -> None:
    """Any text turned into any other, under any name."""
    walk(edit(f"{name}.{ending}", before, after))


@MODEST
@given(st.randoms(use_true_random=False), st.sampled_from(ENDINGS))
def test_random_trees_of_edits(chance: random.Random, ending: str) -> None:
    """Lines of real code taken out, doubled and mixed up."""
    lines = SAMPLE.splitlines(keepends=True)
    edited = chance.choices(lines, k=chance.randrange(1, 30))
    walk(edit(f"a.{ending}", SAMPLE, "".join(edited)), edit(f"b.{ending}", "".join(edited), SAMPLE))


def test_every_prefix_of_a_file() -> None:
    """Every beginning of a valid file, as in an editor while it is being typed."""
    for end in range(0, len(SAMPLE), 7):
        walk(edit("a.py", SAMPLE, SAMPLE[:end]))


def test_every_prefix_of_a_patch() -> None:
    """Every beginning of a patch is a change or a PatchError."""
    patch = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,3 @@ def f\n a\n-b\n+risky(c)\n+d\n"
    for end in range(len(patch)):
        try:
            DETECTOR.report(read_patch(patch[:end], "x"), Settings())
        except PatchError as error:
            assert error.remedy


@MODEST
@given(data=st.binary(max_size=300))
def test_random_patches(run: Run, data: bytes) -> None:
    """Random bytes as a patch: a report or an error of ours."""
    for patch in (data, b"--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n" + data):
        result = run("scan", "--patch", "-", data=patch)
        assert result.exit_code in (0, 1, 2), result.output


@pytest.mark.parametrize("ending", ["py", "js", "c", "sol", "json"])
@pytest.mark.parametrize(
    "bomb", ["(" * 20_000, "[" * 20_000 + "]" * 20_000, "if (x) {\n" * 3_000, "a(" * 5_000, "-" * 20_000 + "1", '"' * 9_999]
)
def test_deeply_nested_code(bomb: str, ending: str) -> None:
    """Deep nesting ends in bounded time."""
    start = time.process_time()
    walk(added_file(f"bomb.{ending}", bomb))
    assert time.process_time() - start < 20


def test_a_very_long_line() -> None:
    """A file of one line of a quarter of a megabyte."""
    walk(added_file("a.js", "x=1;" * 60_000))
