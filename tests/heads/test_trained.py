"""The loaded model at work on units."""

from hunkwise.change import read_patch
from hunkwise.code import cut
from hunkwise.heads import load_model

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
