"""A small data folder of our own, with records of every task."""

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

SEVERITIES = ("low", "medium", "high", "critical")


def diff(path: str, old: str, new: str) -> str:
    """A patch of one line."""
    return f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1,2 +1,2 @@\n def f(x):\n-    {old}\n+    {new}\n"


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(b"".join(msgspec.json.encode(row) + b"\n" for row in rows)))


def write(folder: Path, fixes: int = 12, ordinary: int = 24) -> Path:
    """The folder: fixes take `risky(` out, introductions and malicious files bring it in, half of the findings name the risky function."""
    folder.mkdir(exist_ok=True)
    common = {"source": "made", "language": "python"}
    fixed = [
        {"id": f"fix-{at}", "kind": "fix", "project": f"p{at % 3}", "severity": SEVERITIES[at % 4], **common}
        | {"diff": diff(f"fix{at}.py", f"return risky(x, {at})", f"return safe(x, {at})")}
        for at in range(fixes)
    ]
    plain = [
        {"id": f"plain-{at}", "kind": "ordinary", "project": f"p{at % 3}", **common}
        | {"diff": diff(f"plain{at}.py", f"return {at}", f"return {at} + x")}
        for at in range(ordinary)
    ]
    brought = [
        {"id": f"in-{at}", "kind": "introduction", "project": f"p{at % 3}", **common}
        | {"diff": diff(f"in{at}.py", f"return {at}", f"return risky({at})")}
        for at in range(6)
    ]
    _write(folder / "changes" / "dev.jsonl.gz", [*fixed, *plain])
    _write(folder / "introductions" / "dev.jsonl.gz", [*brought, *plain])
    sources = {"malicious": "import os\nrisky(os.environ)\n", "benign": "import os\nprint(os.name)\n"}
    _write(
        folder / "files" / "dev.jsonl.gz",
        [
            {"id": f"{label}-{at}", "label": label, "project": f"q{at % 3}", "path": f"{label}{at}.py", "code": code, **common}
            for label, code in sources.items()
            for at in range(6)
        ],
    )
    findings = folder / "findings"
    findings.mkdir(exist_ok=True)
    code = "def pay():\n    risky(1)\n\ndef rest():\n" + "    x = 1\n" * 20
    for name, rows in {
        "code_files.json": [{"id": f"c{at}", "repository": f"r{at}", "path": f"c{at}.py", "content": f"{code}# {at}\n"} for at in range(4)],
        "findings_example.json": [
            {
                "id": "f",
                "repository": "r",
                "title": "Anyone can pay",
                "description": "`pay()` doesn't look at the sender.",
                "severity": "high",
            }
        ],
        "findings_file_links.json": [{"finding_id": "f", "file_id": f"c{at}"} for at in range(4)],
    }.items():
        (findings / name).write_bytes(msgspec.json.encode(rows))
    return folder
