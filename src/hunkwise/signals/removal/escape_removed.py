"""A call that made a value harmless, gone from around it."""

from collections.abc import Iterator

from hunkwise.code.model import Call, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.compared import lost_calls
from hunkwise.signals.seeing import ends, parts, short, span
from hunkwise.signals.tables import sanitisers
from hunkwise.signals.tables.languages import CODE

_PLAIN = frozenset({
    "int", "float", "len", "bool", "count", "ord", "Number", "open", "resolve", "normalize", "URL", "reverse", "h", "clean", "quote",
    "adapt", "prepare", "startswith", "startsWith", "StartsWith", "HasPrefix", "urlparse", "urlsplit",
    "strpos", "getName", "url_for", "tempfile", "strtol", "atoi", "to_i", "to_f", "uuid4", "hexdigest", "isdigit", "abspath",
    "os.path.abspath", "Identifier", "mogrify", "NamedTemporaryFile", "mkstemp", "mkdtemp",
    "uuid.UUID", "UUID", "canonicalize", "render_to_string", "getaddrinfo", "createTextNode", "escape_markup", "urlencode",
    "str_starts_with", "start_with?", "json_encode", "JSON.stringify", "encodeURI", "Url.Action", "slugify",
    "relative_to", "commonprefix", "commonpath", "get_absolute_url", "path.normalize", "path.basename", "os.path.basename", "basename",
    "normpath", "os.path.normpath", "filepath.Base", "filepath.Rel", "parseInt", "parseFloat",
    "Long.parseLong", "Integer.parseInt", "Integer.valueOf", "Long.valueOf", "strconv.Atoi", "strconv.ParseInt", "strconv.ParseUint",
    "strtoul", "url.Parse", "ObjectId", "shellwords", "shlex.split", "list2cmdline",
})  # fmt: skip
"""Calls with many other uses: gone, they say something only where a value that comes in was inside."""


def _compare(unit: Unit) -> Iterator[Sighting]:
    after = unit.after
    if after is None:
        return
    replaced = {entry for call in after.facts.calls if call.line in after.changed and (entry := ends(call.path, sanitisers.ALL))}
    names = {name for call in after.facts.calls for given in call.args for name in given.names}
    names |= {name for one in after.facts.assignments for name in one.value.names} | {
        name for one in after.facts.exits for name in one.value.names
    }
    for call in lost_calls(unit):
        entry = ends(call.path, sanitisers.ALL)
        inside = [name for given in call.args for name in given.names] or ([parts(call.path)[0]] if len(parts(call.path)) > 1 else [])
        kept = [name for name in inside if name in names]
        if entry and kept and not (replaced - _PLAIN if entry not in _PLAIN else replaced) and not _defined(unit, call):
            yield Sighting(
                span(call.line, call.end),
                {"call": call.path, "source": short(kept[0], 60)},
                strength=0.3 if entry in _PLAIN else 0.9,
                side="before",
            )


def _defined(unit: Unit, call: Call) -> bool:
    """Whether the file itself defines what was called: then it was changed, not taken away."""
    before = unit.before
    return before is not None and any(one.name == call.name for one in before.whole.definitions)


SIGNAL = Signal(
    id="escape-removed",
    title="An escape is gone from around a value",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a call that escapes, quotes or sanitises, gone from around a value that is still used.",
    why="What was made harmless before now reaches a page, a query, a shell or a path as it came.",
    quiet="Escapes that moved or were replaced by another, values that are gone with them, functions of the file's own.",
    remedy="Put the escape back where the value goes out, or use an interface that escapes by itself.",
    cause="`{call}` around `{source}` is gone, and the value is still used.",
    since="0.1",
    maturity="stable",
    cwe="CWE-116",
    compare=_compare,
    fires=(
        Example(
            "python",
            'def page(name):\n    return "<b>" + name + "</b>"\n',
            'def page(name):\n    return "<b>" + html.escape(name) + "</b>"\n',
            line=2,
        ),
        Example(
            "php", "<?php\nfunction page($n) {\n  show($n);\n}\n", "<?php\nfunction page($n) {\n  show(htmlspecialchars($n));\n}\n", line=3
        ),
        Example(
            "javascript",
            "function page(text) {\n  el.html(text);\n}\n",
            "function page(text) {\n  el.html(DOMPurify.sanitize(text));\n}\n",
            line=2,
        ),
        Example(
            "python",
            'def run(name):\n    return start("ls " + name)\n',
            'def run(name):\n    return start("ls " + shlex.quote(name))\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            'def page(name):\n    name = html.escape(name)\n    return "<b>" + name + "</b>"\n',
            'def page(name):\n    return "<b>" + html.escape(name) + "</b>"\n',
        ),
        Example(
            "python",
            'def page(name):\n    return "<b>" + markupsafe.escape(name) + "</b>"\n',
            'def page(name):\n    return "<b>" + html.escape(name) + "</b>"\n',
        ),
        Example("python", 'def page(name):\n    return "<b></b>"\n', 'def page(name):\n    return "<b>" + html.escape(name) + "</b>"\n'),
        Example(
            "python",
            'def page(name):\n    return "<b>" + html.escape(name) + "</b>"\n',
            'def page(name):\n    return "<b>" + name + "</b>"\n',
        ),
    ),
)
