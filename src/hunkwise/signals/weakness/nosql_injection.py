"""A query of a document store that a request shapes."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, shape, sight, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "find",
    "$where",
    "mongo",
    "collection",
    "aggregate",
    "basicquery",
    "dbobject",
    "update_one",
    "updateone",
    "deleteone",
    "count",
    "mapreduce",
    "bson",
    "document.parse",
)
_SINKS = Sinks(injection.NOSQL)
_CLEAN = sanitisers.NUMBERS | frozenset(
    {
        "String",
        "str",
        "toString",
        "sanitize",
        "mongoSanitize",
        "ObjectId",
        "Types.ObjectId",
        "escape",
        "mongo.ObjectId",
        "to_s",
        "strval",
        "Schema.parse",
        "safeParse",
        "validate",
        "quote",
    }
)
_OPERATORS = re.compile(r"\$eq\b|\$in\b")
_JSONS = ("BasicDBObject.parse", "Document.parse", "BasicQuery", "BsonDocument.Parse", "$where", "where", "mapReduce", "eval", "command")
_ARRAYS = {
    "find": ("javascript", "typescript", "python", "php", "ruby"),
    "remove": ("javascript", "typescript", "python"),
    "where": ("javascript", "typescript"),
    "query": (),
    "scan": (),
    "group": (),
    "executeQuery": (),
    "put": ("java", "kotlin"),
    "append": ("java", "kotlin"),
    "eval": (),
    "command": ("javascript", "typescript"),
    "aggregate": ("javascript", "typescript", "python"),
    "distinct": ("javascript", "typescript"),
}
_WHERE = shape(
    "",
    r"""['"]?\$where['"]?\s*(?::|=>|,|\])\s*=?\s*(?:[rf]?(?:"[^"\n]*"|'[^'\n]*')\s*[+.%]|`[^`\n]*\$\{"""
    r"""|f['"][^'"\n]*\{|"[^"\n]*#\{|[a-z_$][\w.]*\s*[,})\]])""",
    strength=0.7,
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    told: set[int] = set()
    for flow in flows(side, _SINKS, _CLEAN):
        languages = _ARRAYS.get(flow.entry)
        if (languages is not None and unit.language not in languages) or _OPERATORS.search(flow.given.text):
            continue
        if flow.entry in ("find", "where", "remove", "put", "append") and not _document(flow.given.text, flow.entry, flow.call.path):
            continue
        if flow.entry in ("put", "append") and "$where" not in "".join(flow.value.strings):
            continue
        loose = unit.language in ("javascript", "typescript", "php", "python", "ruby") or flow.entry in _JSONS
        if loose or flow.value.built:
            built = flow.value.built and flow.entry in _JSONS and "{" in "".join(flow.value.strings)
            for seen in sight(side, flow, "shapes the query", 0.6 if built else 0.0, 0.5 if built else 0.0):
                told.update(seen.lines)
                yield seen
    for seen in spots(unit, side, ("$where",), (_WHERE,)):
        if not told & set(seen.lines):
            yield Sighting(seen.lines, {"sink": "$where", "source": str(seen.facts["call"])}, strength=seen.strength)


def _document(text: str, entry: str, path: str) -> bool:
    """Whether a call of a common name is one of a document store: it is given an object, on something named like a model."""
    receiver = parts(path)[-2] if len(parts(path)) > 1 else ""
    stored = receiver[:1].isupper() or any(
        word in receiver.lower() for word in ("db", "collection", "model", "repo", "users", "mongo", "coll")
    )
    return stored and (text[:1] in "{[" or "." in text or entry in ("where", "put", "append") or text.isidentifier())


SIGNAL = Signal(
    id="nosql-injection",
    title="A request shapes the query of a document store",
    kind="flow",
    category="nosql-injection",
    severity="high",
    languages=WEB - {"html", "vue"},
    promise=(
        "Follows a value from a request into a query of MongoDB and the like: as an object that may hold operators, as "
        "code for `$where`, as text of a query."
    ),
    why='With `{"$ne": null}` for a password, or a condition of their own, others pass checks and read what isn\'t theirs.',
    quiet="Values turned into text or numbers first, compared by `$eq`, checked by a schema or sanitiser.",
    remedy="Turn the value into text or a number, compare it by `$eq`, and keep `$where` away from what comes in.",
    cause="`{sink}` is given a query that `{source}` shapes.",
    since="0.2",
    maturity="stable",
    cwe="CWE-943",
    see=_see,
    fires=(
        Example(
            "javascript",
            ("async function login(req) {\n  return User.findOne({ name: req.body.name, password: req.body.password });\n}\n"),
            line=2,
        ),
        Example(
            "javascript",
            ('function search(req) {\n  return db.collection("items").find({ $where: "this.name == \'" + req.query.name + "\'" });\n}\n'),
            line=2,
        ),
        Example(
            "python",
            (
                "from flask import request\n\ndef login(db):\n"
                '    return db.users.find_one({"name": request.json["name"], "password": request.json["password"]})\n'
            ),
            line=4,
        ),
        Example(
            "java",
            (
                "class A {\n  void find(HttpServletRequest request) {\n"
                '    BasicDBObject q = BasicDBObject.parse("{name: \'" + request.getParameter("name") + "\'}");\n  }\n}\n'
            ),
            line=3,
        ),
    ),
    stays_quiet=(
        Example("javascript", "async function login(req) {\n  return User.findOne({ name: String(req.body.name) });\n}\n"),
        Example("javascript", "async function login(req) {\n  return User.findOne({ name: { $eq: req.body.name } });\n}\n"),
        Example("javascript", "function pick(req, items) {\n  return items.find((item) => item.id === req.params.id);\n}\n"),
        Example("python", "def find(text, word):\n    return text.find(word)\n"),
    ),
)
