"""A key from outside that can reach the prototype of all objects."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import index, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal

_STEMS = ("[", "merge", "extend", "__proto__", "defaultsdeep", "assign")
_CHECKED = re.compile(r"__proto__|hasOwn|Object\.create\(\s*null|\bnew Map\b|isPrototypePolluted|isSafeKey|constructor['\"]")
_KEY = r"(?:[a-z]\w*|\w+\[\w+\])"
_SHAPES = (
    shape(
        "writes through keys that aren't constant",
        rf"\b\w+(?:\.\w+)*\[\s*(?!['\"\d]){_KEY}\s*\]\s*\[\s*(?!['\"\d])[a-z]\w*\s*\]\s*=(?!=)",
        strength=0.4,
    ),
    shape(
        "copies keys into an object step by step",
        r"\bfor\s*\(\s*(?:const|let|var)\s+(\w+)\s+(?:in|of)\b[\s\S]{0,300}?\b(?:merge|deepMerge|extend"
        r"|mergeDeep|deepExtend|assign|clone|copy|defaults)\w*\(\s*\w+\[\s*\1\s*\]\s*,\s*\w+\[\s*\1\s*\]",
        strength=0.8,
    ),
    shape(
        "walks into an object by keys and writes there",
        r"\b(\w+)\s*=\s*\1\s*\[\s*(?!['\"\d])[\w.]+(?:\[\w+\])?\s*\](?:\s*(?:\|\|"
        r"|\?\?)[^\n]{0,30})?\s*;?[\s\S]{0,200}?\b\1\s*\[\s*(?!['\"\d])\w[^=\n]{0,60}\]\s*=(?!=)",
        strength=0.5,
    ),
    shape(
        "merges a request deeply",
        r"\b(?:_|lodash|\$|jQuery)\.(?:merge|mergeWith|defaultsDeep|extend|setWith|set"
        r"|zipObjectDeep)\(\s*(?:true\s*,\s*)?[^;\n]{0,80}\b(?:req(?:uest)?\.(?:body|query|params)"
        r"|JSON\.parse\()|\b(?:merge|deepmerge|extend|defaultsDeep)\(\s*[^;\n]{0,60}\breq(?:uest)?\.(?:body"
        r"|query)\b",
        strength=0.8,
    ),
    shape(
        "writes a field that a request names",
        r"\b\w+\[\s*req(?:uest)?\.(?:body|query|params)\.?\w*\s*\]\s*(?:\[[^\]\n]{1,40}\])?\s*=(?!=)",
        strength=0.6,
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if speaks(side, _STEMS) and not _CHECKED.search(index(side).code):
        yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="prototype-pollution",
    title="A key from outside can reach the prototype of all objects",
    kind="pattern",
    category="prototype-pollution",
    severity="high",
    languages=frozenset({"javascript", "typescript", "tsx", "vue", "html"}),
    promise=(
        "Tells where an object is written through two keys that aren't constant, where keys of one object are copied "
        "into another step by step, and where a request is merged deeply."
    ),
    why=("With `__proto__` for a key, every object of the program gets fields that the sender chose: checks are passed, code is run."),
    quiet="Maps, objects without a prototype, keys that are checked, shallow copies.",
    remedy="Refuse `__proto__`, `constructor` and `prototype`, or keep the pairs in a `Map` or in `Object.create(null)`.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1321",
    see=_see,
    fires=(
        Example(
            "javascript",
            (
                'function merge(a, b) {\n  for (const key in b) {\n    if (typeof b[key] === "object") {\n'
                "      merge(a[key], b[key]);\n    } else {\n      a[key] = b[key];\n    }\n  }\n}\n"
            ),
            line=2,
        ),
        Example("javascript", "function save(req) {\n  _.merge(settings, JSON.parse(req.body.settings));\n}\n", line=2),
        Example(
            "javascript",
            (
                "function set(target, path, value) {\n  for (let i = 0; i < path.length - 1; i++) {\n"
                "    target = target[path[i]];\n  }\n  target[path[path.length - 1]] = value;\n}\n"
            ),
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "javascript",
            (
                "function merge(a, b) {\n  for (const key in b) {\n"
                '    if (key === "__proto__" || key === "constructor") continue;\n'
                '    if (typeof b[key] === "object") {\n      merge(a[key], b[key]);\n    } else {\n'
                "      a[key] = b[key];\n    }\n  }\n}\n"
            ),
        ),
        Example(
            "javascript",
            ("function count(rows) {\n  const seen = {};\n  for (const row of rows) {\n    seen[row.id] = row;\n  }\n  return seen;\n}\n"),
        ),
        Example("javascript", "function grid(cells, i, j) {\n  cells[i][j] = 1;\n}\n"),
    ),
)
