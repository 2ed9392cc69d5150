"""The generator of documents: what it writes passes its own check, and what it owns and no longer makes goes."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import generate  # noqa: E402
from pages import demo, errors, fenced, report, settings, signals, table  # noqa: E402

WANTED = {"docs/a.md": "a\n", "docs/reference/signals/b.md": "b\n"}


def test_what_is_written_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A check after a write finds nothing, before it and after an edit it names the document."""
    assert generate.check(tmp_path, WANTED) == 1
    generate.write(tmp_path, WANTED)
    capsys.readouterr()
    assert generate.check(tmp_path, WANTED) == 0
    assert capsys.readouterr().out == ""
    (tmp_path / "docs/a.md").write_text("edited\n")
    assert generate.check(tmp_path, WANTED) == 1
    assert "docs/a.md" in capsys.readouterr().out


def test_stale_pages_go(tmp_path: Path) -> None:
    """A page of a signal that is gone fails the check and is removed by a write; other files are left alone."""
    generate.write(tmp_path, WANTED)
    (tmp_path / "docs/reference/signals/gone.md").write_text("x")
    (tmp_path / "docs/mine.md").write_text("x")
    assert generate.check(tmp_path, WANTED) == 1
    generate.write(tmp_path, WANTED)
    assert not (tmp_path / "docs/reference/signals/gone.md").exists()
    assert (tmp_path / "docs/mine.md").exists()


@pytest.mark.parametrize("pages", [errors, report, settings, signals], ids=lambda pages: pages.__name__)
def test_the_reference_is_up_to_date(pages: object) -> None:
    """What stands in docs/reference/ is what the program says of itself."""
    documents = pages.documents(ROOT)  # type: ignore[attr-defined]
    assert generate.different(ROOT, documents) == []


def test_fences_hold() -> None:
    """Code that contains a fence can't end its block."""
    assert fenced("```\nx\n```").startswith("````\n")


def test_tables_hold() -> None:
    """A bar or line feed in a cell doesn't break the row."""
    assert table(("a",), [("x|y\nz",)]).splitlines()[-1] == "| x\\|y z |"


def test_excerpt_of_the_demo() -> None:
    """The excerpt has the verdict, the first finding, the number of the others, and the comparison."""
    rule = "─" * 80
    said = f"$ scan\n3 findings\n\n{rule}\n1. first\n\n{rule}\n2. second\n\n{rule}\n3. third\n\n{rule}\n\nfoot\n\nPlanted:\n  found\n"
    shown = demo.excerpt(said)
    assert "3 findings" in shown
    assert "1. first" in shown
    assert "[2 more findings]" in shown
    assert "second" not in shown
    assert shown.endswith("Planted:\n  found\n")
