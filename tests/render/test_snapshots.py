"""Whole outputs as files.

After a wanted change: `HUNKWISE_UPDATE_SNAPSHOTS=1 pytest tests/render/test_snapshots.py`, then read the difference.
"""

import os
from pathlib import Path

import pytest

from hunkwise.render import View, renderer

from .reports import SAMPLES

FOLDER = Path(__file__).parent / "snapshots"
FULL = View(width=120, show_dropped=True, full=True)
CASES = [
    *((f"{sample}-80.txt", "text", sample, View()) for sample in SAMPLES),
    *((f"{sample}-120.txt", "text", sample, FULL) for sample in ("one", "several")),
    *((f"{sample}.md", "markdown", sample, View(show_dropped=True)) for sample in ("none", "several")),
    *((f"{sample}.sarif", "sarif", sample, View(show_dropped=True)) for sample in ("none", "several")),
    *((f"{sample}.html", "html", sample, View()) for sample in ("none", "several")),
    *((f"{sample}.log", "github", sample, View()) for sample in ("none", "several", "unexamined")),
    ("one.json", "json", "one", View()),
]


@pytest.mark.parametrize(("file", "name", "sample", "view"), CASES, ids=[case[0] for case in CASES])
def test_output_is_what_was_reviewed(file: str, name: str, sample: str, view: View) -> None:
    """The output is the committed one, character by character."""
    out = renderer(name).render(SAMPLES[sample](), view)
    if os.environ.get("HUNKWISE_UPDATE_SNAPSHOTS") == "1":
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / file).write_text(out, "utf-8", newline="\n")

    assert out == (FOLDER / file).read_text("utf-8")


def test_no_snapshot_is_left_over() -> None:
    """Every committed output belongs to a case."""
    assert {path.name for path in FOLDER.iterdir()} == {case[0] for case in CASES}
