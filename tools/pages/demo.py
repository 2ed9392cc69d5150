"""What the demo prints, put between the markers of the documents that show it."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pages import fenced

SHOWN_IN = ("README.md", "docs/tutorial/first-review.md")
BEGIN, END = "<!-- demo: begin -->", "<!-- demo: end -->"
_RULE = re.compile(r"^─{20,}$", re.MULTILINE)


def documents(root: Path) -> Mapping[str, str]:
    """Each document of `SHOWN_IN` with the present output between its markers."""
    block = f"{BEGIN}\n{fenced(excerpt(output(root)), 'text')}\n{END}"
    made = {}
    for path in SHOWN_IN:
        before, begin, rest = (root / path).read_text(encoding="utf-8").partition(BEGIN)
        _, end, after = rest.partition(END)
        if not begin or not end:
            raise SystemExit(f"{path} has no place for the demo's output: {BEGIN} {END}")
        made[path] = before + block + after
    return made


def output(root: Path) -> str:
    """What `make demo` prints, with times and the commits' digits taken out."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            [sys.executable, str(root / "examples" / "demo" / "demo.py"), "--width", "80"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if "Planted:" not in result.stdout:
        raise SystemExit(f"the demo failed: {result.stderr or result.stdout}")
    return re.sub(r"in \d+\.\d+ s\b", "in … s", result.stdout)


def excerpt(said: str) -> str:
    """The verdict, the first finding and the comparison: the rest in one line that counts it."""
    parts = _RULE.split(said)
    comparison = parts[-1].partition("Planted:")[2]
    rule = "─" * 80
    more = len(parts) - 3
    between = f"\n[{more} more findings]\n" if more > 0 else ""
    return f"{parts[0]}{rule}{parts[1]}{rule}\n{between}\nPlanted:{comparison}"
