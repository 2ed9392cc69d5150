"""The loaded model at work on units."""

import pytest

from hunkwise.change import added_file, read_patch
from hunkwise.code import cut
from hunkwise.heads import load_model, trained

COMMENTS_ALONE = """--- a/x.py
+++ b/x.py
@@ -1,5 +1,5 @@
 def one():
-    # first
+    # \u202efirst
     return 1
 def two():
     return 2
@@ -40,5 +40,5 @@
 def three():
-    # third
+    # \u202ethird
     return 3
 def four():
     return 4
"""


def test_units_whose_only_change_is_in_comments_have_no_evidence() -> None:
    """Several units of a file that differ in comments alone are no edit, together as little as one by one."""
    (file,) = read_patch(COMMENTS_ALONE, "comments").files
    units, _ = cut(file)
    assert len(units) > 1
    assert load_model().evidence(units) == ()


def test_the_shipped_model_rates_a_lost_escape_above_the_escape_put_in() -> None:
    """An escape that is taken away is rated worse than the same escape added."""
    lost = "--- a/v.py\n+++ b/v.py\n@@ -1,3 +1,3 @@\n def show(name):\n-    return '<b>' + escape(name) + '</b>'\n+    return '<b>' + name + '</b>'\n \n"
    found = "--- a/v.py\n+++ b/v.py\n@@ -1,3 +1,3 @@\n def show(name):\n-    return '<b>' + name + '</b>'\n+    return '<b>' + escape(name) + '</b>'\n \n"
    model = load_model()
    risks = [model.risk(model.evidence(cut(read_patch(text, "x").files[0])[0])) for text in (lost, found)]
    assert risks[0] > risks[1]


def _sources(path: str, before: str, after: str) -> set[str]:
    text = f"--- a/{path}\n+++ b/{path}\n@@ -1,2 +1,2 @@\n-{before}\n+{after}\n \n"
    units, _ = cut(read_patch(text, "x").files[0])
    return {one.source for one in load_model().evidence(units)}


def test_lock_files_are_left_to_the_signals() -> None:
    """The heads have learned nothing of hashes and versions."""
    assert _sources("go.sum", "example.test/a v1.0.0 h1:aaaa=", "example.test/a v1.0.1 h1:bbbb=") == set()


def test_flaws_of_tests_are_not_told_by_the_heads_but_attacks_are() -> None:
    """A test may do what a product may not, but not attack who runs it."""
    lost, kept = "assert total == len(order)", "assert total"
    assert _sources("tests/test_total.py", lost, kept) == {"head:malice", "head:attack"}
    assert "head:change" in _sources("shop/total.py", lost, kept)


def test_what_is_remembered_of_units_is_what_they_are() -> None:
    """Asked again about a unit that was just judged, or about its like that wasn't, the model answers the same."""
    patch = "--- a/v.py\n+++ b/v.py\n@@ -1,3 +1,3 @@\n def show(name):\n-    return '<b>' + escape(name) + '</b>'\n+    return '<b>' + name + '</b>'\n \n"
    model = load_model()
    judged, other = (cut(read_patch(patch, "x").files[0])[0] for _ in range(2))
    model.evidence(judged)
    assert [model.lean(unit) for unit in judged] == [model.lean(unit) for unit in other]
    assert [model.weakness(unit) for unit in judged] == [model.weakness(unit) for unit in other]
    assert [model.nearest(unit) for unit in judged] == [model.nearest(unit) for unit in other]


def test_files_are_read_together_as_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files are read at once, each has the evidence that it has by itself."""
    texts = [f"def find_{i}(name):\n    return query('select ' + name, {i})\n\n\ndef run_{i}(x):\n    return eval(x)\n" for i in range(4)]
    files = [cut(added_file(f"f{i}.py", text))[0] for i, text in enumerate(texts)]
    model = load_model()
    alone = [one for units in files for one in model.evidence(units)]
    assert list(model.evidence([unit for units in files for unit in units])) == alone
    monkeypatch.setattr(trained, "LINES_AT_ONCE", 10)
    assert list(model.evidence([unit for units in files for unit in units])) == alone
