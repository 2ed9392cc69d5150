"""A class, method or module chosen by what comes in."""

from collections.abc import Iterator

from hunkwise.code.model import Argument, Side, Unit
from hunkwise.signals.indexed import Flow, Sinks, flows, sight
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import guarded, line_of, origin, parts
from hunkwise.signals.tables import injection, sanitisers
from hunkwise.signals.tables.languages import WEB, C

_SINKS = Sinks(injection.REFLECTION)
_JAVA, _JS, _RUBY, _PHP, _C = ("java", "kotlin"), ("javascript", "typescript", "tsx"), ("ruby",), ("php",), ("c", "cpp")
_FEW = {
    "getMethod": _JAVA,
    "getDeclaredMethod": _JAVA,
    "forName": _JAVA,
    "loadClass": _JAVA,
    "GetType": ("csharp",),
    "GetMethod": ("csharp",),
    "InvokeMember": ("csharp",),
    "getattr": ("python",),
    "globals": (),
    "require": _JS,
    "import": _JS,
    "send": _RUBY,
    "public_send": _RUBY,
    "const_get": _RUBY,
    "library": (),
    "method": _RUBY,
    "instance_method": _RUBY,
    "try": _RUBY,
    "array_map": _PHP,
    "array_filter": _PHP,
    "usort": _PHP,
    "class_eval": (),
    "dlopen": _C,
    "LoadLibrary": _C,
    "instance_variable_get": _RUBY,
    "MethodByName": ("go",),
    "register_shutdown_function": _PHP,
    "import_module": ("python",),
    "require.resolve": _JS,
    "newInstanceArgs": (),
}
_LOUD = frozenset(
    {
        "require",
        "import",
        "Class.forName",
        "importlib.import_module",
        "__import__",
        "Assembly.LoadFrom",
        "Assembly.LoadFile",
        "constantize",
        "call_user_func",
        "dlopen",
        "plugin.Open",
    }
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if unit.language == "php":
        yield from _variable_calls(side)
    for flow in flows(side, _SINKS, sanitisers.NUMBERS | frozenset({"basename", "path.basename", "sanitize"})):
        if unit.language in _FEW.get(flow.entry, (unit.language,)):
            yield from sight(
                side,
                flow,
                "chooses the code that runs",
                (0.5 if flow.entry in ("require", "import") else 0.4) if flow.entry in _LOUD else 0.2,
                0.2,
                0.6 if flow.entry in _LOUD and flow.entry != "require" else 0.3,
            )


def _variable_calls(side: Side) -> Iterator[Sighting]:
    """`$f()` and `new $class()` of PHP, where the name comes from a request."""
    for call in side.facts.calls:
        if len(parts(call.path)) == 1 and f"${call.path}" in line_of(side, call.line):
            given = Argument(f"${call.path}", names=(call.path,))
            value = origin(side, given, call.line, call.function)
            if value.request and not guarded(side, value, call.line):
                yield from sight(side, Flow(call, given, value, call.name), "chooses the code that runs")


SIGNAL = Signal(
    id="unsafe-reflection",
    title="A request chooses which class, method or module is used",
    kind="flow",
    category="unsafe-reflection",
    severity="high",
    languages=(WEB | C) - {"html", "vue"},
    promise="Follows a value from outside into a call that loads a class or module, or calls a method, by name.",
    why="Whoever chooses the name runs code that was never meant to be reached.",
    quiet="Constant names, names checked against a list or looked up in a table.",
    remedy="Map the value to a class or function through a table of those that may be used.",
    cause="`{sink}` takes the name from `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-470",
    see=_see,
    fires=(
        Example(
            "java",
            (
                "class A {\n  Object make(HttpServletRequest request) throws Exception {\n"
                '    return Class.forName(request.getParameter("type")).newInstance();\n  }\n}\n'
            ),
            line=3,
        ),
        Example("ruby", "def make\n  params[:type].constantize.new\nend\n", line=2),
        Example("javascript", "function load(req) {\n  return require(req.query.module);\n}\n", line=2),
        Example("php", '<?php\nfunction run() {\n  return call_user_func($_GET["f"]);\n}\n', line=3),
    ),
    stays_quiet=(
        Example(
            "java",
            ('class A {\n  Object make() throws Exception {\n    return Class.forName("org.example.Driver").newInstance();\n  }\n}\n'),
        ),
        Example("javascript", 'const load = require("./load");\n'),
        Example("ruby", "def make\n  TYPES.fetch(params[:type]).new\nend\n"),
    ),
)
