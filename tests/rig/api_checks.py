"""Check runs, with GitHub's rules for them, and uploads to code scanning with theirs."""

import base64
import binascii
import gzip
import json
import uuid
from typing import Any

from rig import objects
from rig.api import Context, on, unfit
from rig.wire import Answer, Refusal
from rig.world import Check, Repository, Sarif, stamp

_ACTION_LENGTHS = {"label": 20, "description": 40, "identifier": 20}
_MOST_SARIF = 10 * 2**20


@on("POST", "/check-runs", "checks", "write")
def create_check(context: Context) -> Answer:
    """A new check run on a commit. Two with one external id are two: nothing is merged."""
    place, asked, world = context.place(), context.request.json(), context.world
    commit = str(asked.get("head_sha", ""))
    if not asked.get("name"):
        raise unfit("CheckRun", "name", "name is missing", "missing_field")
    if place.bare.head(commit) != commit:
        raise Refusal(422, f"No commit found for SHA: {commit}")
    _fit(asked)
    made = Check(world.id(), place.suites.setdefault(commit, world.id()), {}, [], world.now())
    _put(made, {"status": "queued", **asked})
    place.checks.append(made)
    context.hooks.emit("check_run", "created", place, world.bot, check_run=objects.check(world, place, made))
    return Answer(201, objects.check(world, place, made))


@on("PATCH", "/check-runs/{check_run_id}", "checks", "write")
def update_check(context: Context) -> Answer:
    """Changes a check run; annotations are added to those that it has."""
    place, asked, world = context.place(), context.request.json(), context.world
    found = _check(context, place)
    _fit(asked)
    before = found["status"]
    _put(found, asked)
    found.ended = world.now() if found["status"] == "completed" else 0.0
    if found["status"] == "completed" and before != "completed":
        context.hooks.emit("check_run", "completed", place, world.bot, check_run=objects.check(world, place, found))
    return Answer(200, objects.check(world, place, found))


@on("GET", "/check-runs/{check_run_id}", "checks")
def get_check(context: Context) -> Answer:
    """A check run."""
    place = context.place()
    return Answer(200, objects.check(context.world, place, _check(context, place)))


@on("GET", "/check-runs/{check_run_id}/annotations", "checks")
def list_annotations(context: Context) -> Answer:
    """All annotations of a check run."""
    place = context.place()
    page, links = context.paged(_check(context, place).annotations)
    blank = {"start_column": None, "end_column": None, "title": None, "raw_details": None, "blob_href": f"{context.world.site}/blob"}
    return Answer(200, [{**blank, **one} for one in page], links)


@on("POST", "/check-runs/{check_run_id}/rerequest", "checks", "write")
def rerequest_check(context: Context) -> Answer:
    """Asks for a check run again, as the button does."""
    place, world = context.place(), context.world
    context.hooks.emit("check_run", "rerequested", place, world.bot, check_run=objects.check(world, place, _check(context, place)))
    return Answer(201, {})


@on("GET", "/commits/{ref}/check-runs", "checks")
def list_checks(context: Context) -> Answer:
    """The check runs on a commit or branch: with filter `latest` (GitHub's own choice) only the newest of each name."""
    place, query = context.place(), context.request.query
    ref = context.request.args["ref"]
    commit = place.bare.head(ref) or place.bare.head(f"refs/heads/{ref}")
    if not commit:
        raise Refusal(422, f"No commit found for SHA: {ref}")
    found = [one for one in place.checks_on(commit, query.get("check_name")) if query.get("status", one["status"]) == one["status"]]
    if query.get("filter", "latest") == "latest":
        found = list({one["name"]: one for one in found}.values())
    page, links = context.paged(found[::-1])
    return Answer(200, {"total_count": len(found), "check_runs": [objects.check(context.world, place, one) for one in page]}, links)


@on("POST", "/code-scanning/sarifs", "security_events", "write")
def upload_sarif(context: Context) -> Answer:
    """Takes a SARIF document, zipped and in base64."""
    place, asked, world = context.place(), context.request.json(), context.world
    if not place.code_scanning:
        raise Refusal(403, "Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.")
    commit, ref = str(asked.get("commit_sha", "")), str(asked.get("ref", ""))
    if place.bare.head(commit) != commit:
        raise unfit("Sarif", "commit_sha", "commit not found")
    if not ref.startswith("refs/"):
        raise unfit("Sarif", "ref", "ref must be fully qualified")
    try:
        zipped = base64.b64decode(asked.get("sarif", ""), validate=True)
        document = json.loads(gzip.decompress(zipped))
    except (ValueError, OSError, EOFError, binascii.Error) as error:
        raise Refusal(400, "the sarif data isn't gzipped and base64-encoded JSON") from error
    if len(zipped) > _MOST_SARIF:
        raise Refusal(413, "SARIF payload too large")
    runs = document.get("runs", [])
    if document.get("version") != "2.1.0" or len(runs) > 20 or any(len(run.get("results", [])) > 25_000 for run in runs):
        raise unfit("Sarif", "sarif", "over the limits of code scanning")
    made = Sarif(str(uuid.uuid4()), commit, ref, document)
    place.sarifs.append(made)
    _alerts(context, place, made)
    return Answer(202, {"id": made.id, "url": f"{world.site}/api/v3/repos/{place.full_name}/code-scanning/sarifs/{made.id}"})


@on("GET", "/code-scanning/sarifs/{sarif_id}", "security_events")
def get_sarif(context: Context) -> Answer:
    """How far an upload is: always done."""
    place, wanted = context.place(), context.request.args["sarif_id"]
    if wanted not in {one.id for one in place.sarifs}:
        raise Refusal(404, "Not Found")
    return Answer(
        200,
        {"processing_status": "complete", "analyses_url": f"{context.world.site}/api/v3/repos/{place.full_name}/code-scanning/analyses"},
    )


@on("GET", "/code-scanning/alerts", "security_events")
def list_alerts(context: Context) -> Answer:
    """The alerts that uploads made."""
    place, query = context.place(), context.request.query
    page, links = context.paged([one for one in place.alerts.values() if query.get("state", one["state"]) == one["state"]])
    return Answer(200, page, links)


@on("GET", "/code-scanning/alerts/{alert_number}", "security_events")
def get_alert(context: Context) -> Answer:
    """One alert."""
    place, number = context.place(), context.number("alert_number")
    if number not in place.alerts:
        raise Refusal(404, "Not Found")
    return Answer(200, place.alerts[number])


def _alerts(context: Context, place: Repository, upload: Sarif) -> None:
    """An alert for each fingerprint that is new to the repository."""
    world = context.world
    known = {one["_key"] for one in place.alerts.values()}
    for run in upload.document.get("runs", []):
        for result in run.get("results", []):
            key = json.dumps(result.get("partialFingerprints") or result.get("fingerprints") or result, sort_keys=True)
            if key in known:
                continue
            known.add(key)
            number = len(place.alerts) + 1
            place.alerts[number] = _alert(world, place, upload, run, result, number, key)


def _alert(
    world: Any, place: Repository, upload: Sarif, run: dict[str, Any], result: dict[str, Any], number: int, key: str
) -> dict[str, Any]:
    where = (result.get("locations") or [{}])[0].get("physicalLocation", {})
    region = where.get("region", {})
    driver = run["tool"]["driver"]
    tool = {"name": driver["name"], "version": driver.get("version"), "guid": None}
    at = f"{world.site}/api/v3/repos/{place.full_name}/code-scanning/alerts/{number}"
    instance = {
        "ref": upload.ref,
        "analysis_key": "hunkwise",
        "environment": "{}",
        "category": "",
        "state": "open",
        "commit_sha": upload.commit,
        "message": {"text": result.get("message", {}).get("text", "")},
        "location": {
            "path": where.get("artifactLocation", {}).get("uri", ""),
            **{mine: region.get(theirs, 1) for mine, theirs in {"start_line": "startLine", "end_line": "endLine"}.items()},
            **{mine: region.get(theirs, 1) for mine, theirs in {"start_column": "startColumn", "end_column": "endColumn"}.items()},
        },
        "classifications": [],
    }
    rule = {"id": result.get("ruleId", ""), "name": result.get("ruleId", ""), "severity": "error", "description": "", "tags": []}
    return {
        "number": number,
        "created_at": stamp(world.now()),
        "url": at,
        "html_url": f"{world.site}/{place.full_name}/security/code-scanning/{number}",
        "instances_url": f"{at}/instances",
        "state": "open",
        "fixed_at": None,
        "dismissed_by": None,
        "dismissed_at": None,
        "dismissed_reason": None,
        "dismissed_comment": None,
        "rule": rule,
        "tool": tool,
        "most_recent_instance": instance,
        "_key": key,
    }


def _check(context: Context, place: Repository) -> Check:
    number = context.number("check_run_id")
    found = next((one for one in place.checks if one.id == number), None)
    if found is None:
        raise Refusal(404, "Not Found")
    return found


def _fit(asked: dict[str, Any]) -> None:
    """GitHub's rules for what a check run may hold. Raises Refusal."""
    if asked.get("status") == "completed" and not asked.get("conclusion"):
        raise unfit("CheckRun", "conclusion", "conclusion is required when status is completed", "missing_field")
    output = asked.get("output") or {}
    for name in ("summary", "text"):
        if len(output.get(name) or "") > 65_535:
            raise unfit("CheckRun", f"output.{name}", f"Only 65535 characters are allowed; {len(output[name])} were supplied.")
    if "output" in asked and not (output.get("summary") and (output.get("title") or "title" not in output)):
        raise unfit("CheckRun", "output.summary", "summary and title can't be blank", "missing_field")
    notes = output.get("annotations") or []
    if len(notes) > 50:
        raise unfit("CheckRun", "output.annotations", "Annotations exceed a maximum quantity of 50.")
    for note in notes:
        lines = note.get("start_line"), note.get("end_line")
        if (
            not note.get("path")
            or not note.get("message")
            or not all(isinstance(line, int) and line >= 1 for line in lines)
            or lines[0] > lines[1]
        ):
            raise unfit("CheckRun", "output.annotations", "an annotation needs a path, a message and lines from 1 in order")
        if "start_column" in note and lines[0] != lines[1]:
            raise unfit("CheckRun", "output.annotations", "columns are only for annotations on one line")
        if len(note["message"]) > 65_536 or len(note.get("title", "")) > 255:
            raise unfit("CheckRun", "output.annotations", "an annotation is too long")
    actions = asked.get("actions") or []
    if len(actions) > 3:
        raise unfit("CheckRun", "actions", "A maximum of three actions are accepted.")
    for action in actions:
        for name, most in _ACTION_LENGTHS.items():
            if not action.get(name) or len(action[name]) > most:
                raise unfit("CheckRun", f"actions.{name}", f"must be 1 to {most} characters")


def _put(check: Check, asked: dict[str, Any]) -> None:
    """The fields that were sent, over those that were there."""
    output = asked.get("output")
    if output is not None:
        check.annotations += output.get("annotations") or []
        check.fields["output"] = {
            **check.fields.get("output", {}),
            **{name: value for name, value in output.items() if name != "annotations"},
        }
    check.fields |= {name: value for name, value in asked.items() if name != "output"}
    if asked.get("conclusion"):
        check.fields["status"] = "completed"
    elif asked.get("status") in ("queued", "in_progress"):
        check.fields.pop("conclusion", None)
