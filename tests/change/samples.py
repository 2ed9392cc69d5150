"""A patch with every kind of file section that git writes."""

_TEXT = r"""From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001
From: Someone <someone@example.org>
Subject: [PATCH] Many kinds of change

---
 src/app.py | 2 +-
 2 files changed, 1 insertion(+), 1 deletion(-)

diff --git a/src/app.py b/src/app.py
index 1111111..2222222 100644
--- a/src/app.py
+++ b/src/app.py
@@ -1,5 +1,6 @@ def first():
 def first():
-    return 1
+    return 2
+    # never reached

 def second():
     return 3
@@ -20 +21 @@
--- old comment
+++ new comment
diff --git a/new file.py b/new file.py
new file mode 100755
index 0000000..3333333
--- /dev/null
+++ b/new file.py{tab}
@@ -0,0 +1,2 @@
+print(1)
+print(2)
\ No newline at end of file
diff --git a/gone.py b/gone.py
deleted file mode 100644
index 3333333..0000000
--- a/gone.py
+++ /dev/null
@@ -1 +0,0 @@
-print(1)
diff --git a/old/name.py b/new/name.py
similarity index 90%
rename from old/name.py
rename to new/name.py
index 1111111..2222222 100644
--- a/old/name.py
+++ b/new/name.py
@@ -3,2 +3,2 @@
 x = 1
-y = 2
\ No newline at end of file
+y = 3
diff --git a/kept.py b/copy.py
similarity index 100%
copy from kept.py
copy to copy.py
diff --git a/run.sh b/run.sh
old mode 100644
new mode 100755
diff --git a/empty.txt b/empty.txt
new file mode 100644
index 0000000..e69de29
diff --git "a/caf\303\251 \"q\"\n\377.py" "b/caf\303\251 \"q\"\n\377.py"
index 1111111..2222222 100644
--- "a/caf\303\251 \"q\"\n\377.py"
+++ "b/caf\303\251 \"q\"\n\377.py"
@@ -1 +1 @@
-a
+b
diff --git a/logo.png b/logo.png
index 1111111..2222222 100644
Binary files a/logo.png and b/logo.png differ
diff --git a/data.bin b/data.bin
new file mode 100644
index 0000000..4444444
GIT binary patch
literal 4
LcmZQzWMT#Y01f~L

literal 0
HcmV?d00001

diff --git a/link b/link
new file mode 120000
index 0000000..5555555
--- /dev/null
+++ b/link
@@ -0,0 +1 @@
+/etc/hosts
\ No newline at end of file
diff --git a/vendor/lib b/vendor/lib
index 1111111..2222222 160000
--- a/vendor/lib
+++ b/vendor/lib
@@ -1 +1 @@
-Subproject commit 1111111111111111111111111111111111111111
+Subproject commit 2222222222222222222222222222222222222222
diff --cc merged.py
index 1111111,2222222..3333333
--- a/merged.py
+++ b/merged.py
@@@ -1,2 -1,2 +1,3 @@@
  a
- b
 -c
++d
--{blank}
2.39.5

"""

PATCH = _TEXT.replace("{tab}", "\t").replace("{blank}", " ")
