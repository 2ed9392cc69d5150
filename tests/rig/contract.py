"""GitHub's own description of its API, trimmed to the calls that we know, as a judge of requests and answers."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

from rig.packages import GRAPHQL, OPENAPI, member, put
from rig.packages import cache as cache_folder

KEPT = re.compile(
    r"/app(/.*)?|/app-manifests/.*|/installation/.*|/meta|/rate_limit|/users/\{username\}|/orgs/\{org\}/(installation|repos|members.*)"
    r"|/users/\{username\}/installation"
    r"|/repos/\{owner\}/\{repo\}(/(installation|branches(/\{branch\})?|contents/.*|compare/.*|collaborators/\{username\}.*|git/(blobs|trees|ref|refs)/.*"
    r"|commits(/\{ref\}.*|/\{commit_sha\}/(pulls|comments))?|check-runs.*|check-suites.*|issues/comments/.*|issues/\{issue_number\}/(comments|reactions|labels).*"
    r"|pulls.*|code-scanning/(alerts|analyses|sarifs).*))?|/repositories/\{repository_id\}"
)
"""The paths that are kept; a call outside of them is a fault too, so that a new one is added here on purpose."""

HOOKS = re.compile(
    r"check-run-.*|check-suite-(completed|requested|rerequested)|code-scanning-alert-(closed-by-user|reopened-by-user)|installation-(created|deleted)"
    r"|installation-repositories-.*|issue-comment-(created|edited)|merge-group-checks-requested|ping|push"
    r"|pull-request-(opened|edited|closed|reopened|synchronize|ready-for-review|converted-to-draft)|pull-request-review-submitted"
    r"|pull-request-review-comment-created"
)
"""The webhooks that are kept, named as the description names them: event and action."""

_MARK = 3
"""Raised when trimming changes, so that an older cache isn't used."""


class Description:
    """The trimmed description. `request` and `answer` say in words what a message gets wrong; nothing said is fine."""

    def __init__(self, document: dict[str, Any]) -> None:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        self._paths: dict[str, dict[str, Any]] = document["paths"]
        self._registry = Registry().with_resource("urn:github", DRAFT202012.create_resource(document))
        self._document = document
        self._hooks: dict[str, Any] = document["hooks"]
        self._templates: list[tuple[re.Pattern[str], str]] = sorted(((_pattern(path), path) for path in self._paths), key=_order)
        self._validators: dict[str, Any] = {}

    def template(self, method: str, path: str) -> str:
        """The path of the description that a request's path belongs to, or an empty string."""
        for pattern, template in self._templates:
            if pattern.fullmatch(path) and method.lower() in self._paths[template]:
                return template
        return ""

    def request(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> list[str]:
        """What is wrong with a request: an unknown call, a parameter or a body that GitHub doesn't describe."""
        template = self.template(method, path)
        if not template:
            return [f"{method} {path}: no such call is described"]
        operation = self._paths[template][method.lower()]
        where = f"{method} {template}"
        at = f"/paths/{_escaped(template)}/{method.lower()}"
        faults = list(self._parameters(where, template, path, query, operation))
        faults += self._body(where, at, operation, body)
        return faults

    def answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer of the fake: a status or a body that GitHub doesn't describe."""
        template = self.template(method, path)
        operation = self._paths[template][method.lower()] if template else {"responses": {}}
        described = self._resolved(operation["responses"].get(str(status)))
        where = f"{method} {template} -> {status}"
        if described is None:
            return [f"{where}: no such answer is described"]
        content = described.get("content", {}).get("application/json")
        if content is None or "schema" not in content:
            return [] if body is None else [f"{where}: there is a body where none is described"]
        return [f"{where}: {fault}" for fault in self._faults(content["schema"], body)]

    def webhook(self, event: str, payload: Mapping[str, Any]) -> list[str]:
        """What is wrong with a webhook of the fake."""
        name = "-".join(filter(None, (event, payload.get("action", "")))).replace("_", "-")
        if name not in self._hooks:
            return [f"{name}: no such webhook is described"]
        schema = self._hooks[name]["post"]["requestBody"]["content"]["application/json"]["schema"]
        return [f"{name}: {fault}" for fault in self._faults(schema, payload)]

    def _parameters(self, where: str, template: str, path: str, query: Mapping[str, str], operation: Mapping[str, Any]) -> Iterator[str]:
        described = [self._resolved(parameter) for parameter in operation.get("parameters", [])]
        known = {parameter["name"]: parameter for parameter in described if parameter["in"] == "query"}
        yield from (f"{where}: the parameter {name} isn't described" for name in query.keys() - known.keys())
        for name, parameter in known.items():
            if parameter.get("required") and name not in query:
                yield f"{where}: the parameter {name} is missing"
            elif name in query:
                yield from (
                    f"{where}: {name}: {fault}"
                    for fault in self._faults(parameter["schema"], _typed(query[name], self._resolved(parameter["schema"])))
                )
        found = _pattern(template).fullmatch(path)
        values = dict(zip(re.findall(r"\{(\w+)\}", template), found.groups() if found else (), strict=False))
        for parameter in described:
            if parameter["in"] == "path" and parameter["name"] in values:
                value = _typed(unquote(values[parameter["name"]]), self._resolved(parameter["schema"]))
                yield from (f"{where}: {parameter['name']}: {fault}" for fault in self._faults(parameter["schema"], value))

    def _body(self, where: str, at: str, operation: Mapping[str, Any], body: bytes) -> list[str]:
        described = self._resolved(operation.get("requestBody"))
        if described is None:
            return [f"{where}: a body is sent where none is described"] if body and body not in (b"{}", b"null") else []
        if not body:
            return [f"{where}: the body is missing"] if described.get("required") else []
        try:
            value = json.loads(body)
        except ValueError:
            return [f"{where}: the body is no JSON"]
        schema = described["content"].get("application/json", {}).get("schema", {})
        known = set(self._properties(schema))
        unknown = set(value) - known if isinstance(value, dict) and known else set()
        faults = [f"{where}: the field {name} isn't described" for name in sorted(unknown)]
        return faults + [f"{where}: {fault}" for fault in self._faults(schema, value)]

    def _faults(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        from jsonschema import Draft202012Validator

        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(_absolute(schema), registry=self._registry)
        errors = sorted(self._validators[key].iter_errors(value), key=lambda error: error.json_path)
        return [f"{error.json_path}: {error.message[:300]}" for error in errors[:5]]

    def _properties(self, part: Any) -> Iterator[str]:
        """The names of all fields that a body's schema knows, in any of its forms."""
        schema = self._resolved(part)
        if isinstance(schema, dict):
            yield from schema.get("properties", {})
            for key in ("oneOf", "anyOf", "allOf"):
                for form in schema.get(key, []):
                    yield from self._properties(form)

    def _resolved(self, part: Any) -> Any:
        while isinstance(part, dict) and "$ref" in part:
            part = _at(self._document, part["$ref"])
        return part


def trimmed(document: dict[str, Any]) -> dict[str, Any]:
    """The calls of `KEPT` with everything that they refer to, as plain JSON Schema, without prose and examples."""
    paths = {path: item for path, item in document["paths"].items() if KEPT.fullmatch(path)}
    hooks = {name: item for name, item in document.get("x-webhooks", {}).items() if HOOKS.fullmatch(name)}
    made: dict[str, Any] = {"paths": _plain(paths), "hooks": _plain(hooks), "components": {}}
    waiting = list(_refs(made))
    while waiting:
        _, _, kind, name = waiting.pop().split("/")
        held = made["components"].setdefault(kind, {})
        if name not in held:
            held[name] = _plain(document["components"][kind][name])
            waiting += _refs(held[name])
    return made


@cache
def description() -> Description:
    """GitHub's description, from the cache or fetched. Raises Unavailable."""
    file = cache_folder() / f"github-openapi-{OPENAPI.version}-{_MARK}.json"
    if not file.exists():
        document = json.loads(member(OPENAPI, "generated/api.github.com.json"))
        put(file, json.dumps(trimmed(document), separators=(",", ":")).encode())
    return Description(json.loads(file.read_bytes()))


@cache
def graphql_types(names: tuple[str, ...]) -> str:
    """GitHub's own definitions of some GraphQL types, from the cache or fetched. Raises Unavailable."""
    file = cache_folder() / f"github-graphql-{GRAPHQL.version}.graphql"
    if not file.exists():
        put(file, member(GRAPHQL, "schema.graphql"))
    text = file.read_text()
    found = (re.search(rf"^(type|input|enum|interface) {name}\b[^\n]*{{\n.*?^}}", text, re.MULTILINE | re.DOTALL) for name in names)
    return "\n\n".join(part[0] for part in found if part)


def _plain(part: Any) -> Any:
    """A part of an OpenAPI 3.0 document with `nullable` said as JSON Schema says it."""
    if isinstance(part, list):
        return [_plain(item) for item in part]
    if not isinstance(part, dict):
        return part
    dull = {"examples", "externalDocs", "x-github", "summary"}
    made = {
        key: _plain(value)
        for key, value in part.items()
        if key not in dull and not (key in ("description", "example") and isinstance(value, str))
    }
    if made.pop("nullable", False) is True:
        if "enum" in made:
            made["enum"] = [*made["enum"], None]
        if isinstance(made.get("type"), str):
            made["type"] = [made["type"], "null"]
        elif any(key in made for key in ("$ref", "allOf", "anyOf", "oneOf")):
            made = {"anyOf": [made, {"type": "null"}]}
    return made


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _refs(value)
    elif isinstance(part, list):
        for value in part:
            yield from _refs(value)


def _absolute(part: Any) -> Any:
    """`part` with its references made to point into the registered document."""
    if isinstance(part, list):
        return [_absolute(item) for item in part]
    if isinstance(part, dict):
        return {
            key: f"urn:github{value}" if key == "$ref" and str(value).startswith("#") else _absolute(value) for key, value in part.items()
        }
    return part


def _at(document: Any, ref: str) -> Any:
    for step in ref.removeprefix("#/").split("/"):
        document = document[step.replace("~1", "/").replace("~0", "~")]
    return document


def _pattern(template: str) -> re.Pattern[str]:
    """The paths that a template stands for; only a file's path, a ref and a range of commits may hold slashes."""
    wide = {"path", "ref", "basehead", "branch"}
    return re.compile(re.sub(r"\\\{(\w+)\\\}", lambda found: "(.+)" if found[1] in wide else "([^/]+)", re.escape(template)))


def _order(pair: tuple[re.Pattern[str], str]) -> tuple[bool, int]:
    """The most precise first: templates whose last part may hold slashes come last, among the others the longest literal wins."""
    return pair[1].endswith(("{path}", "{ref}", "{basehead}", "{branch}")), -len(re.sub(r"\{\w+\}", "", pair[1]))


def _escaped(template: str) -> str:
    return template.replace("~", "~0").replace("/", "~1")


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    """A parameter's text as the type that its schema names."""
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text
