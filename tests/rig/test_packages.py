"""What is fetched or borrowed from the machine, and how its absence is told."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from rig import Unavailable
from rig.contract import Description, trimmed
from rig.packages import OPENAPI, Package, member
from rig.postgres import Postgres

_EVENTS = (
    "check_run check_suite code_scanning_alert installation installation_repositories issue_comment merge_group ping pull_request "
    "pull_request_review pull_request_review_comment push"
).split()


def test_the_examples_hold_every_event_that_matters(webhook_examples: dict[str, list[dict[str, Any]]]) -> None:
    """GitHub published at least one example of each."""
    assert [event for event in _EVENTS if not webhook_examples.get(event)] == []
    assert len(webhook_examples["pull_request"]) > 20


def test_what_is_not_what_it_was_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package with another digest isn't used; without network or npm, the reason says so. It is tried once a run."""
    fake = tmp_path / "npm"
    fake.write_text("#!/bin/sh\necho changed > package-1.tgz\n")
    fake.chmod(0o755)
    monkeypatch.setattr("rig.packages._refused", {})
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(Unavailable, match="digest differs"):
        member(OPENAPI, "package.json")
    fake.write_text("#!/bin/sh\necho 'no network' >&2; exit 1\n")
    with pytest.raises(Unavailable, match="digest differs"):
        member(OPENAPI, "package.json")
    monkeypatch.setattr("rig.packages._refused", {})
    with pytest.raises(Unavailable, match="no network"):
        member(OPENAPI, "package.json")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unavailable, match="npm isn't installed"):
        member(Package("a", "1", hashlib.sha512(b"").hexdigest()), "b")


def test_the_description_judges_without_the_network() -> None:
    """Trimming follows references, says `nullable` as JSON Schema does, and keeps only known calls."""
    name = {"type": "string", "nullable": True, "description": "prose", "maxLength": 3}
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/note"}}}}
    answer = {
        "content": {"application/json": {"schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}}
    }
    document = {
        "paths": {"/repos/{owner}/{repo}/check-runs": {"post": {"requestBody": body, "responses": {"201": answer}}}, "/gists": {"get": {}}},
        "components": {"schemas": {"note": {"type": "object", "required": ["name"], "properties": {"name": name}}, "unused": {}}},
    }
    made = trimmed(document)
    assert set(made["components"]["schemas"]) == {"note"}
    judge, path = Description(made), "/repos/a/b/check-runs"
    assert judge.request("POST", path, {}, b'{"name": null}') == []
    assert judge.request("POST", path, {}, b"{}")[0].endswith("'name' is a required property")
    assert judge.request("POST", path, {}, b'{"name": "long"}')[0].endswith("'long' is too long")
    assert judge.request("POST", path, {}, b'{"name": "a", "colour": 1}') == [
        "POST /repos/{owner}/{repo}/check-runs: the field colour isn't described"
    ]
    assert judge.request("GET", "/gists", {}, b"") == ["GET /gists: no such call is described"]
    assert judge.answer("POST", path, 201, {"id": 1}) == []
    assert judge.answer("POST", path, 201, {}) != []
    assert judge.answer("POST", path, 500, {}) != []


def test_postgres_comes_and_goes(postgres: Postgres) -> None:
    """Databases are empty and apart; a stopped server refuses, a started one knows what was committed."""
    psycopg = pytest.importorskip("psycopg")
    one, other = (postgres.database("postgresql") for _ in range(2))
    with psycopg.connect(one) as connection:
        connection.execute("create table t (a int)")
    postgres.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(one, connect_timeout=2)
    postgres.start()
    with psycopg.connect(one) as connection:
        assert connection.execute("select count(*) from t").fetchone() == (0,)
    with psycopg.connect(other) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("select * from t")
