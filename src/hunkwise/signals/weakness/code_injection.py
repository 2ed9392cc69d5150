"""Text that isn't constant, run as code or as a template."""

from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, guarded, hit, origin, parts, short, span, way
from hunkwise.signals.tables import sinks
from hunkwise.signals.tables.languages import WEB

_ALONE = frozenset(
    {
        "eval",
        "exec",
        "compile",
        "Function",
        "assert",
        "setTimeout",
        "setInterval",
        "execfile",
        "create_function",
        "iex",
        "loadstring",
        "execScript",
    }
)
_HOSTS = frozenset({"window", "global", "globalThis", "builtins", "__builtins__", "vm"})


_REPLACES = shape("", r"""\bpreg_replace\(\s*['"](.).{0,200}\1[a-zA-Z]*e[a-zA-Z]*['"]""", ("php",))


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for seen in spots(unit, side, ("preg_replace",), (_REPLACES,)):
        yield Sighting(seen.lines, {"sink": "preg_replace", "source": "what it replaces by"}, strength=0.8)
    for call in side.facts.calls:
        entry = _entry(call, unit.language)
        if not entry or not call.args:
            continue
        given = call.args[-1] if entry == "Function" else call.args[0]
        if (
            given.literal is not None
            or not (given.names or given.calls)
            or (entry in ("setTimeout", "setInterval", "setImmediate") and not given.built)
        ):
            continue
        value = origin(side, given, call.line, call.function)
        fetched = next((name for name in value.calls if hit(name, sinks.FETCH)), "")
        outside = value.request or value.local or fetched
        if guarded(side, value, call.line) or not (outside or value.variable):
            continue
        strength = 1.0 if outside else 0.7 if value.given and entry != "compile" else 0.5 if entry in ("eval", "exec") else 0.4
        source = short(outside or value.given or value.variable, 60)
        yield Sighting(
            span(call.line, call.end), {"sink": call.path, "source": source}, way(side, value, call.line, "is run as code"), strength
        )


def _entry(call: Call, language: str) -> str:
    entry = ends(call.path, sinks.EVAL)
    alone = len(parts(call.path)) == 1 or parts(call.path)[0] in _HOSTS
    if entry in _ALONE and not alone:
        return ""
    wrong = {
        "exec": ("python",),
        "compile": ("python",),
        "assert": ("php",),
        "create_function": ("php",),
        "Function": ("javascript", "typescript", "tsx", "vue", "html"),
        "compileFunction": ("javascript", "typescript"),
        "loadUrl": ("java", "kotlin"),
        "evaluateJavascript": ("java", "kotlin"),
        "runsource": ("python",),
        "runcode": ("python",),
        "run_string": ("python",),
        "vm.run": ("javascript", "typescript"),
        "mb_ereg_replace": ("php",),
    }
    if entry in wrong and language not in wrong[entry]:
        return ""
    return entry


SIGNAL = Signal(
    id="code-injection",
    title="Text run as code",
    kind="flow",
    category="code-injection",
    severity="critical",
    languages=WEB | {"powershell", "lua", "shell"},
    promise="Tells where text that isn't constant is evaluated as code, or as the body of a function.",
    why="Whoever chooses the text runs code with all the program may do.",
    quiet="Constant text, functions handed to timers, literal parsers such as `ast.literal_eval`, methods that are only called `eval`.",
    remedy="Parse the text as data (JSON, a literal parser), or choose from a table of functions.",
    cause="`{sink}` runs `{source}` as code.",
    since="0.1",
    maturity="stable",
    cwe="CWE-95",
    tactic="T1059",
    see=_see,
    fires=(
        Example("python", 'def calc(request):\n    return eval(request.args["x"])\n', line=2),
        Example("javascript", "function calc(req) {\n  return eval(req.query.x);\n}\n", line=2),
        Example("javascript", 'function calc(req) {\n  return new Function("return " + req.body.x)();\n}\n', line=2),
        Example("php", '<?php\nfunction calc() {\n  return eval($_POST["x"]);\n}\n', line=3),
        Example("ruby", "def calc\n  instance_eval(params[:x])\nend\n", line=2),
        Example("ruby", "def calc\n  eval(params[:x])\nend\n", line=2),
    ),
    stays_quiet=(
        Example("python", 'def calc():\n    return eval("1 + 1")\n'),
        Example("python", 'import ast\n\ndef calc(request):\n    return ast.literal_eval(request.args["x"])\n'),
        Example("python", "def run(model, data):\n    model.eval()\n    return model(data)\n"),
        Example("python", 'import re\n\ndef match(request):\n    return re.compile(request.args["x"])\n'),
        Example("javascript", "function later(req) {\n  setTimeout(() => done(req.query.x), 10);\n}\n"),
        Example("javascript", "// eval(req.query.x) would be wrong\nconst a = 1;\n"),
    ),
)
