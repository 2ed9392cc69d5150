"""`hunkwise scan`: sources, formats, files, exit codes."""

import json
from pathlib import Path

import pytest

from .conftest import EVIL, PLAIN, Repo, Run

PATCH = """\
diff --git a/src/shape.py b/src/shape.py
--- a/src/shape.py
+++ b/src/shape.py
@@ -1,2 +1,2 @@
 def area(a, b):
-    return a * b
+    return risky(a)
"""


def test_range_finds_the_line(run: Run, repo: Repo) -> None:
    """A range names the file and the line, and fails the run."""
    result = run("scan", repo.path, "--base", "main", "--head", "work")
    assert result.exit_code == 1, result.output
    assert "src/shape.py:2" in result.stdout
    assert result.stderr == ""


def test_default_base_is_told(run: Run, repo: Repo) -> None:
    """Without --base the main branch is the base, and the program says so."""
    result = run("scan", repo.path)
    assert result.exit_code == 1
    assert "Comparing HEAD with main" in result.stderr


def test_clean_change(run: Run, repo: Repo) -> None:
    """A change without findings exits with 0."""
    repo.git("checkout", "--quiet", "-b", "fine", "main")
    repo.commit(src__shape_py=PLAIN + "\n\ndef edge(a):\n    return 4 * a\n")
    result = run("scan", repo.path)
    assert result.exit_code == 0
    assert "Nothing found" in result.stdout


def test_staged(run: Run, repo: Repo) -> None:
    """--staged reviews the index and not the branch."""
    assert run("scan", repo.path, "--staged").exit_code == 0
    repo.write("src/other.py", EVIL)
    result = run("scan", repo.path, "--staged")
    assert result.exit_code == 1
    assert "src/other.py:2" in result.stdout


def test_patch_from_file_and_standard_input(run: Run, tmp_path: Path) -> None:
    """A patch is read from a file and from standard input alike, and what it can't show is said."""
    (tmp_path / "fix.patch").write_text(PATCH)
    for result in (run("scan", "--patch", tmp_path / "fix.patch"), run("scan", "--patch", "-", data=PATCH)):
        assert result.exit_code == 1
        assert "src/shape.py:2" in result.stdout
        assert "Not examined" in result.stdout


def test_tree(run: Run, tmp_path: Path) -> None:
    """A tree is many small changes in one report."""
    for number in range(40):
        (tmp_path / f"m{number}.py").write_text(EVIL if number == 7 else PLAIN)
    result = run("scan", "--tree", tmp_path, "--format", "json")
    verdict = json.loads(result.stdout)["verdict"]
    assert result.exit_code == 1
    assert [finding["path"] for finding in verdict["findings"]] == ["m7.py"]
    assert verdict["files"] == 40


def test_empty_tree(run: Run, tmp_path: Path) -> None:
    """A folder without files is told as empty, not as clean."""
    result = run("scan", "--tree", tmp_path)
    assert result.exit_code == 0
    assert "nothing to examine" in result.stdout


@pytest.mark.parametrize("form", ["json", "sarif", "markdown", "html", "text"])
def test_formats(run: Run, repo: Repo, form: str) -> None:
    """Every format names the file."""
    result = run("scan", repo.path, "--format", form, "--fail-on", "never")
    assert result.exit_code == 0
    assert "shape.py" in result.stdout


def test_output_files_by_suffix(run: Run, repo: Repo, tmp_path: Path) -> None:
    """Each file gets the format that its name ends with, and the terminal still gets the text."""
    names = [tmp_path / f"report{suffix}" for suffix in (".json", ".sarif", ".html", ".md", ".txt")]
    result = run("scan", repo.path, *(word for name in names for word in ("--output", name)))
    assert "src/shape.py:2" in result.stdout
    assert json.loads(names[0].read_text())["version"] == "1"
    assert json.loads(names[1].read_text())["version"] == "2.1.0"
    assert all("shape.py" in name.read_text() for name in names)


def test_format_and_output(run: Run, repo: Repo, tmp_path: Path) -> None:
    """With --format the file alone is written, whatever its name ends with."""
    result = run("scan", repo.path, "--format", "json", "--output", tmp_path / "out.data")
    assert result.stdout == ""
    assert json.loads((tmp_path / "out.data").read_text())["verdict"]["findings"]


@pytest.mark.parametrize(("level", "code"), [("low", 1), ("high", 1), ("critical", 0), ("never", 0)])
def test_fail_on(run: Run, repo: Repo, level: str, code: int) -> None:
    """The exit code is 1 from the level on and 0 below it."""
    assert run("scan", repo.path, "--fail-on", level).exit_code == code


def test_settings_come_from_the_base(run: Run, repo: Repo) -> None:
    """What the change itself says about its review doesn't hold; what the base says does."""
    repo.commit(**{".hunkwise/config.toml": '[review]\nfail_on = "never"\n'})
    assert run("scan", repo.path).exit_code == 1
    repo.git("checkout", "--quiet", "main")
    repo.write(".hunkwise/config.toml", '[review]\nfail_on = "never"\n')
    repo.git("commit", "--quiet", "--message=x")
    repo.git("checkout", "--quiet", "-b", "next")
    repo.commit(src__shape_py=EVIL)
    assert run("scan", repo.path, "--base", "main").exit_code == 0


def test_width(run: Run, repo: Repo) -> None:
    """No line of the text is wider than asked for."""
    result = run("scan", repo.path, "--width", 60)
    assert max(map(len, result.stdout.splitlines())) <= 60


@pytest.mark.parametrize("form", ["text", "json", "sarif", "markdown", "html"])
def test_hostile_names_are_harmless(run: Run, repo: Repo, form: str) -> None:
    """A path that would move a terminal's cursor, forge a line or break out of a page is shown by name."""
    repo.commit(**{"x\x1b[2J\n1 finding\u202e<script>`.py": EVIL})
    result = run("scan", repo.path, "--base", "main", "--format", form)
    assert result.exit_code == 1
    assert not {"\x1b", "\u202e"} & set(result.stdout)
    assert "\n1 finding\u202e" not in result.stdout
    assert form != "html" or "<script>`" not in result.stdout


def test_tree_of_a_repository_leaves_ignored_files_out(run: Run, repo: Repo) -> None:
    """What git ignores isn't reviewed."""
    repo.write(".gitignore", "build/\n")
    (repo.path / "build").mkdir()
    (repo.path / "build" / "made.py").write_text(EVIL)
    assert "build/made.py" not in run("scan", "--tree", repo.path, "--show-dropped").stdout
