"""A query put together from parts that aren't all constant."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Argument, Assignment, Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import Origin, guarded, hit, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers, sinks
from hunkwise.signals.tables.languages import WEB, C

_SQL = re.compile(
    r"(?is)\bselect\b.{1,400}?\bfrom\b|\binsert\s+(?:or\s+\w+\s+|ignore\s+)?into\b"
    r"|\bupdate\b.{1,200}?\bset\b|\bdelete\s+from\b|\bunion\s+(?:all\s+)?select\b|\breplace\s+into\b"
    r"|\b(?:drop|create|alter|truncate)\s+(?:table|user|database|view|index|role|schema)\b"
    r"|^\W*select\s+\S+\s*$|\bgrant\s+\w+\s+(?:on|to)\b"
    r"|\bwhere\b.{1,200}?(?:=|\blike\b|\bin\b|<|>)|\border\s+by\s*$|\b(?:call|exec)\s+\w+\s*\("
)
_PLACES = re.compile(
    r"""['"](?:\?|%s|\$)['"]\s*(?:\]?\s*\*|for\b|\)?\.join|,\s*\))|join\(\s*\[?['"](?:\?|%s)|repeat\("""
    r"""|placeholders?\b|qmarks?\b""",
    re.I,
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        if call.name in sinks.SQL and not hit(call.path, {"logger", "log", "console", "logging", "re", "regex"}):
            fragment = unit.language == "ruby" and call.name in _FRAGMENTS
            for given in call.args[:2]:
                yield from _judge(side, given, call.path, call, fragment)
    for one in side.facts.assignments:
        if parts(one.targets[0])[-1] in ("CommandText", "commandText") if one.targets else False:
            yield from _judge(side, one.value, one.targets[0], one)


_FRAGMENTS = frozenset(
    {
        "where",
        "order",
        "group",
        "having",
        "pluck",
        "joins",
        "from",
        "select",
        "delete_all",
        "update_all",
        "exists?",
        "reorder",
        "find_by",
        "calculate",
        "lock",
        "destroy_by",
        "delete_by",
        "rewhere",
        "not",
    }
)


def _judge(side: Side, given: Argument, sink: str, at: Call | Assignment, fragment: bool = False) -> Iterator[Sighting]:
    if given.literal is not None or not (given.names or given.built):
        return
    value = origin(side, given, at.line, at.function)
    if not value.variable or value.cleaned(sanitisers.SQL):
        return
    if fragment:
        raw = (
            value.request
            and not given.name
            and given.text[:1] not in "{[:"
            and sink.rpartition(".")[2] in ("order", "reorder", "pluck", "group", "select")
        )
        if not raw and not (value.built and given.text[:1] == '"'):
            return
    elif not value.built or not _SQL.search(" ".join(value.strings)[:4000]):
        return
    if _PLACES.search(" ".join((given.text, *(step.text for step in value.steps)))) or guarded(side, value, at.line):
        return
    yield Sighting(
        span(at.line, at.end),
        {"sink": sink, "source": short(_source(value), 60)},
        way(side, value, at.line, "reaches the database"),
        _strength(value),
    )


def _source(value: Origin) -> str:
    return value.request or value.local or value.given or value.variable


def _strength(value: Origin) -> float:
    return 1.0 if value.request else 0.8 if value.local or value.given else 0.6


SIGNAL = Signal(
    id="sql-injection",
    title="A query put together from text",
    kind="flow",
    category="sql-injection",
    severity="high",
    languages=WEB | C | {"rust"},
    promise="Follows the text of a query inside its function and tells where a value is pasted into it.",
    why="A value that contains a quote ends the text it stands in: whoever chooses it can read, change or delete what the program may.",
    quiet="Constants, placeholders with values apart, numbers, quoted identifiers, values checked against a list, text that isn't SQL.",
    remedy="Write a placeholder into the query and hand the value over apart.",
    cause="`{sink}` is given a query with `{source}` pasted into it.",
    since="0.1",
    maturity="stable",
    cwe="CWE-89",
    see=_see,
    fires=(
        Example("python", "def find(cursor, name):\n    cursor.execute(\"SELECT * FROM users WHERE name = '%s'\" % name)\n", line=2),
        Example(
            "python",
            "def find(db, name):\n    query = f\"SELECT id FROM users WHERE name = '{name}'\"\n    return db.execute(query)\n",
            line=3,
        ),
        Example("javascript", 'function find(req, res) {\n  db.query("SELECT * FROM users WHERE id = " + req.query.id);\n}\n', line=2),
        Example(
            "java",
            "class A {\n  void find(Statement s, String id) throws Exception {\n"
            '    String q = "SELECT a FROM t WHERE id = " + id;\n    s.executeQuery(q);\n  }\n}\n',
            line=4,
        ),
        Example(
            "php",
            '<?php\nfunction find($db) {\n  $id = $_GET["id"];\n  return mysqli_query($db, "SELECT * FROM users WHERE id = $id");\n}\n',
            line=4,
        ),
        Example("go", 'package a\n\nfunc find(db *sql.DB, id string) {\n\tdb.Query("SELECT a FROM t WHERE id = " + id)\n}\n', line=4),
        Example(
            "csharp",
            'class A {\n  void Find(string id) {\n    var c = new SqlCommand("SELECT a FROM t WHERE id = " + id);\n  }\n}\n',
            line=3,
        ),
        Example(
            "python",
            'def find(cursor, name):\n    cursor.execute("SELECT * FROM users WHERE name = \'" + name + "\'")\n',
            'def find(cursor, name):\n    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example("python", 'def find(cursor, name):\n    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))\n'),
        Example("python", 'def find(cursor, n):\n    cursor.execute("SELECT * FROM users WHERE id = %d" % int(n))\n'),
        Example(
            "python", 'def find(cursor, ids):\n    cursor.execute("SELECT a FROM t WHERE id IN (%s)" % ",".join("?" * len(ids)), ids)\n'
        ),
        Example("python", 'def tell(logger, name):\n    logger.info("SELECT * FROM users WHERE name = " + name)\n'),
        Example("javascript", 'function find(req) {\n  return db.query("SELECT * FROM users WHERE id = ?", [req.query.id]);\n}\n'),
        Example("python", 'TABLE = "users"\n\ndef find(cursor):\n    cursor.execute("SELECT * FROM " + TABLE)\n'),
        Example(
            "python",
            'def find(cursor, name):\n    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))\n',
            'def find(cursor, name):\n    cursor.execute("SELECT * FROM users WHERE name = \'" + name + "\'")\n',
        ),
    ),
)
