"""The server stays out of the way of a scan, and secrets stay out of logs."""

import json
import subprocess
import sys

import pytest

from hunkwise.service import logs


def test_a_scan_imports_nothing_of_the_server() -> None:
    """Neither its libraries nor its rooms: a scan starts in a moment, and installs without the extra."""
    code = (
        "import sys, hunkwise.cli.scan, hunkwise.detector\n"
        "from hunkwise.cli import program\n"
        "from click.testing import CliRunner\n"
        "assert CliRunner().invoke(program, ['--help']).exit_code == 0\n"
        "heavy = {'dbos', 'sqlalchemy', 'alembic', 'githubkit', 'httpx', 'starlette', 'uvicorn', 'jinja2', 'structlog', 'prometheus_client',"
        " 'jwt', 'hunkwise.service', 'hunkwise.github', 'hunkwise.store'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_judging_process_loads_no_github_client() -> None:
    """What only judges carries neither the client's libraries nor the database's."""
    code = (
        "import sys, hunkwise.service.judge_work\n"
        "print(sorted({'dbos', 'sqlalchemy', 'githubkit', 'httpx', 'jwt', 'starlette'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_logs_are_json_without_secrets(capfd: pytest.CaptureFixture[str]) -> None:
    """One object a line; tokens, keys and passwords in addresses are masked, line feeds and escapes are made visible."""
    logs.configure()
    logs.logger().info(
        "something",
        delivery="d-1",
        said="token ghs_0123456789abcdef and postgresql://user:pw@host/x\nBearer abcdefghijk.lmnop \x1b[31m",
    )
    (line,) = capfd.readouterr().err.strip().splitlines()
    told = json.loads(line)
    assert told["delivery"] == "d-1" and "ghs_" not in line and "pw@" not in line and "abcdefghijk" not in line
    assert "\n" not in told["said"] and "\x1b" not in told["said"]
