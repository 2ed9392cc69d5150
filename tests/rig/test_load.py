"""The parts of the load bench that can be wrong without anyone seeing it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hunkwise.change import PatchSource

BENCH = Path(__file__).parents[2] / "bench"
PATCH = """\
diff --git a/a.py b/a.py
--- a/a.py
+++ b/a.py
@@ -3,3 +3,3 @@
 three
-four
+FOUR
 five
@@ -10,1 +10,2 @@
 ten
+eleven
diff --git a/new.py b/new.py
new file mode 100644
--- /dev/null
+++ b/new.py
@@ -0,0 +1,1 @@
+hello
diff --git a/old.py b/old.py
deleted file mode 100644
--- a/old.py
+++ /dev/null
@@ -1,1 +0,0 @@
-bye
"""


def loaded(name: str) -> ModuleType:
    """A module of the bench."""
    sys.path.insert(0, str(BENCH))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(BENCH))


def test_hunks_become_files_with_the_same_line_numbers() -> None:
    """Both sides differ where the patch says, and nowhere else."""
    github = loaded("load_github")
    (change,) = PatchSource(PATCH.encode(), "p").changes()
    made = github._both_sides(change)
    assert made.before["a.py"].split("\n") == ["", "", "three", "four", "five", "", "", "", "", "ten", ""]
    assert made.after["a.py"].split("\n") == ["", "", "three", "FOUR", "five", "", "", "", "", "ten", "eleven", ""]
    assert "new.py" not in made.before
    assert made.after["new.py"] == "hello\n"
    assert (made.before["old.py"], made.after["old.py"]) == ("bye\n", None)


def test_made_up_changes_are_sound() -> None:
    """Enough of them, all different, a tenth with a flaw."""
    changes = list(loaded("load_github").made_up())
    assert len({str(change.after) for change in changes}) == len(changes)
    assert sum("os.system" in str(change.after) for change in changes) * 10 == len(changes)


def test_the_table_counts_what_was_lost() -> None:
    """Events without a verdict are lost; percentiles need two values."""
    load = loaded("load")
    run = load.Run(
        "sqlite", 2, answers=[0.01, 0.02, 0.03], verdicts=[1.0, 3.0], events=3, seconds=60.0, memory=[100.0, 300.0, 200.0], work=(0.03, 0.3)
    )
    assert run.lost == 1
    row = load.table([run]).splitlines()[-1]
    assert row == "| sqlite | 2 | 20.0 / 29.0 / 29.8 | 2.0 / 2.9 / 3.0 | 2 | 10 / 100 | 100 / 300 / 200 / 300 | 0 | 1 | 0 |"
    assert load.quantiles([1.0], 1, 1) == "-"


@pytest.mark.parametrize("name", ["load", "load_github"])
def test_modules_are_found_beside_each_other(name: str) -> None:
    """The bench starts from any folder."""
    assert loaded(name).__doc__
