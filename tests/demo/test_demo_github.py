"""The GitHub demo keeps its promise: a pull request comes in, a verdict goes back, an answer changes it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "examples" / "demo_github" / "demo.py"


@pytest.mark.slow
def test_the_flaw_is_shown_and_the_answer_changes_it(tmp_path: Path) -> None:
    """The real server against the fake GitHub: check run, one comment, a comment on the line, SARIF; after the answer, all of them anew."""
    for module in ("dbos", "githubkit", "starlette", "jwt"):
        pytest.importorskip(module, reason="the extra `server` isn't installed")
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, str(DEMO)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    told, _, changed = done.stdout.partition("== rob")
    assert "Hunkwise: failure - 1 finding" in told
    assert "failure api/orders.py:" in told
    assert "api/pricing.py" not in told.partition("the summary comment")[2]
    assert "upload 1, for refs/pull/1/head: 1 result" in told
    assert "reaction to it: +1" in changed
    assert "Hunkwise: success - Nothing found" in changed
    assert "(minimised)" in changed
    assert "upload 2, for refs/pull/1/head: 0 results" in changed
    assert "1 comment of ours" in changed
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in running, "server and worker have ended"
