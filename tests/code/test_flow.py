"""The way of values inside functions."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.code.facts import facts_of
from hunkwise.code.flow import Flow, checks, flows
from hunkwise.code.model import Argument, Assignment, Call, Facts, Guard

SOURCES = ("request.args", "req.query", "_GET", "argv", "fgets", "params", "r.FormValue", "request.getParameter", "gets")
SINKS = ("system", "exec", "query", "execute", "Query", "innerHTML")
CLEAN = ("quote", "escape", "parseInt", "intval", "to_i", "Atoi")


def found(text: str, language: str = "python", function: str | None = None, params: bool = False) -> list[Flow]:
    """The flows in some code from what a request brings to calls that run text."""
    return list(
        flows(
            facts_of(text, language),
            function,
            lambda path: path.startswith(SOURCES),
            lambda call: (0,) if call.name in SINKS else (),
            is_sanitiser=lambda path: path.rpartition(".")[2] in CLEAN,
            parameters=lambda item: item.params if params else (),
            lines=list(enumerate(text.split("\n"), 1)),
        )
    )


def ways(text: str, language: str = "python", **options: bool) -> list[tuple[str, list[int]]]:
    """(source, lines of the steps) of each flow."""
    return [(flow.source, [step.line for step in flow.steps]) for flow in found(text, language, **options)]  # type: ignore[arg-type]


def test_through_an_assignment_and_a_string() -> None:
    """The steps name each place from where the value comes in to where it is used, in the words of the source."""
    (flow,) = found('def f():\n    q = request.args.get("q")\n    sql = "select " + q\n    cur.execute(sql)\n')
    assert flow.source == "request.args.get"
    assert flow.sink.path == "cur.execute"
    assert (flow.argument, flow.built, flow.guarded) == (0, True, False)
    assert [(step.line, step.text) for step in flow.steps] == [
        (2, 'q = request.args.get("q")'),
        (3, 'sql = "select " + q'),
        (4, "cur.execute(sql)"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("python", 'os.system(request.args["a"])\n', [1, 1]),
        ("python", "def f():\n    for a in request.args:\n        os.system(a)\n", [2, 3]),
        ("python", 'def f():\n    xs = []\n    xs.append(request.args["a"])\n    os.system(" ".join(xs))\n', [3, 4]),
        ("python", 'def f():\n    d = {}\n    d["a"] = request.args["a"]\n    d["b"] = 1\n    os.system(d["a"])\n', [3, 5]),
        ("python", 'def f():\n    a = "ls "\n    a += request.args["a"]\n    a += "x"\n    os.system(a)\n', [3, 5]),
        ("python", 'def f():\n    self.a = request.args["a"]\n    os.system(self.a.b)\n', [2, 3]),
        ("python", 'def f():\n    a = request.args["a"]\n    b = str(a).strip()\n    os.system(f"x {b}")\n', [2, 3, 4]),
        ("python", 'def f():\n    a = ""\n    for x in y:\n        os.system(a)\n        a = request.args["q"]\n', [5, 4]),
        ("javascript", "function f(req) {\n  const { id } = req.query;\n  db.query(`select ${id}`);\n}\n", [2, 3]),
        ("javascript", 'app.get("/", (req, res) => {\n  const a = req.query.a;\n  db.query("x" + a, () => 1);\n});\n', [2, 3]),
        ("php", '<?php\n$id = $_GET["id"];\n$db->query("select $id");\n', [2, 3]),
        ("c", 'void f(char **argv) {\n  char b[9];\n  sprintf(b, "ls %s", argv[1]);\n  system(b);\n}\n', [3, 4]),
        ("c", "void f(void) {\n  char b[9];\n  fgets(b, 9, stdin);\n  system(b);\n}\n", [3, 4]),
        (
            "java",
            'class A { void f(R request) {\n  var a = request.getParameter("a");\n  var sb = new StringBuilder();\n'
            '  sb.append("x").append(a);\n  st.execute(sb.toString());\n} }\n',
            [2, 4, 5],
        ),
        ("go", 'package a\nfunc f(r *R) {\n\tq := "x" + r.FormValue("a")\n\tdb.Query(q)\n}\n', [3, 4]),
    ],
)
def test_flows(language: str, text: str, lines: list[int]) -> None:
    """Elements, containers, string building, loops and what calls make of a value keep it."""
    assert [way for _, way in ways(text, language)] == [lines]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", 'def f():\n    os.system("ls")\n    request.args["a"]\n'),
        ("python", 'def f():\n    a = quote(request.args["a"])\n    os.system("ls " + a)\n'),
        ("python", 'def f():\n    a = request.args["a"]\n    a = "b"\n    os.system(a)\n'),
        ("python", 'def f():\n    a = request.args["a"]\n    os.system("x" + quote(a))\n'),
        ("python", 'def f():\n    a = request.args["a"]\n    del a\n\n\ndef g():\n    os.system(a)\n'),
        ("python", 'def f():\n    cur.execute("select ?", (request.args["a"],))\n'),
        ("python", "def f():\n    params = load()\n    os.system(params)\n"),
        ("javascript", 'function f(req) {\n  const a = parseInt(req.query.a);\n  db.query("select " + a);\n}\n'),
        ("php", '<?php\n$id = intval($_GET["id"]);\n$db->query("select $id");\n'),
    ],
)
def test_no_flows(language: str, text: str) -> None:
    """A harmless call, a new value, another argument, another function or a variable that only has the name of a source end it."""
    assert found(text, language) == []


def test_a_branch_ends_a_flow_only_inside() -> None:
    """A harmless value given in a branch leaves the other way open."""
    text = 'def f():\n    a = request.args["a"]\n    if b:\n        a = "c"\n        os.system(a)\n    os.system(a)\n'
    assert [way for _, way in ways(text)] == [[2, 6]]
    text = 'def f():\n    if b:\n        a = request.args["a"]\n    else:\n        a = "c"\n    os.system(a)\n'
    assert [way for _, way in ways(text)] == [[3, 6]]


def test_a_check_guards_what_comes_after_it() -> None:
    """A condition on the value that leaves, or holds the sink, is told; a test for presence, or of another value, isn't one."""
    text = 'def f():\n    a = request.args["a"]\n    os.system(a)\n    if a not in KNOWN:\n        return\n    os.system(a)\n'
    assert [flow.guarded for flow in found(text)] == [False, True]
    text = 'def f():\n    a = request.args["a"]\n    if pattern.match(a):\n        os.system("x" + a)\n    os.system(a)\n'
    assert [flow.guarded for flow in found(text)] == [True, False]
    text = (
        'def f():\n    a = request.args["a"]\n    if not a:\n        return\n    if other not in KNOWN:\n        return\n    os.system(a)\n'
    )
    assert [flow.guarded for flow in found(text)] == [False]


def test_returns_of_functions_of_the_file() -> None:
    """What a function of the file returns is known: what comes in by itself, its parameters, or neither."""
    text = (
        'def get():\n    return request.args["a"]\n\n\ndef same(v):\n    w = v.strip()\n    return w\n\n\ndef look(v):\n'
        "    return TABLE[0]\n\n\n"
        "def f():\n    a = get()\n    os.system(same(a))\n    os.system(look(a))\n    os.system(unknown(a))\n"
    )
    assert [way for _, way in ways(text)] == [[2, 15, 16], [2, 15, 18]]


def test_functions_that_call_each_other() -> None:
    """Recursion ends."""
    text = "def a(x):\n    return b(x)\n\n\ndef b(x):\n    return a(x)\n\n\ndef f():\n    os.system(a(request.args))\n"
    assert len(found(text)) == 1


def test_parameters() -> None:
    """Parameters that are said to come from outside are followed, those of nameless functions too."""
    assert ways("def f(a):\n    os.system('x' + a)\n", params=True) == [("a", [1, 2])]
    assert ways("run((cmd) => {\n  exec(cmd);\n});\n", "javascript", params=True) == [("cmd", [1, 2])]
    assert ways("def f(a):\n    os.system('x' + a)\n") == []


def test_one_function_or_all() -> None:
    """Only what stands in the function asked for is told; an empty name is what stands outside of functions."""
    text = 'os.system(request.args["a"])\n\n\ndef f():\n    os.system(request.args["b"])\n'
    assert [flow.sink.line for flow in found(text)] == [1, 5]
    assert [flow.sink.line for flow in found(text, function="f")] == [5]
    assert [flow.sink.line for flow in found(text, function="")] == [1]


def test_outside_values_reach_functions() -> None:
    """A variable outside of functions keeps its value inside, unless a parameter has its name."""
    text = 'a = request.args["a"]\n\n\ndef f():\n    os.system(a)\n\n\ndef g(a):\n    os.system(a)\n'
    assert [flow.sink.line for flow in found(text)] == [5]


def test_checks() -> None:
    """Membership, patterns, bounds and comparisons with a value are checks; presence isn't."""
    guard = Guard("exit", "", ("a",), (), 1, 1, (2, 3))
    assert not checks(guard)
    assert not checks(Guard("exit", "a is None", ("a",), (), 1, 1, (2, 3), (("a", "==", "None"),)))
    assert checks(Guard("exit", "a in b", ("a",), (), 1, 1, (2, 3), (("a", "in", "b"),)))
    assert checks(Guard("exit", "", ("a",), ("re.fullmatch",), 1, 1, (2, 3)))
    assert checks(Guard("exit", "", ("a",), (), 1, 1, (2, 3), (("a", "===", "'x'"),)))


ARGUMENTS = st.builds(
    Argument,
    st.sampled_from(["a", "x + y", ""]),
    names=st.lists(st.sampled_from(["a", "a.b", "b", "request.args", ""]), max_size=3).map(tuple),
    calls=st.lists(st.sampled_from(["f", "g", "quote", "request.args.get", "a.append", ""]), max_size=2).map(tuple),
    built=st.booleans(),
)
NUMBERS = st.integers(-1, 12)
NAMES = st.sampled_from(["", "f", "g"])
PATHS = st.sampled_from(["f", "g", "os.system", "a.append", "append", "sprintf", "fgets", "quote", ""])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.builds(Call, PATHS, st.sampled_from(["system", "append", "fgets", "f"]), st.tuples(ARGUMENTS), NUMBERS, NUMBERS, function=NAMES)
    ),
    st.lists(st.builds(Assignment, st.tuples(st.sampled_from(["a", "b", "a.b"])), ARGUMENTS, NUMBERS, NUMBERS, function=NAMES)),
    st.lists(
        st.builds(
            Guard,
            st.sampled_from(["wrap", "loop", "exit"]),
            st.just("a"),
            st.just(("a",)),
            st.just(()),
            NUMBERS,
            NUMBERS,
            st.tuples(NUMBERS, NUMBERS),
            function=NAMES,
        )
    ),
)
def test_any_facts(calls: list[Call], assignments: list[Assignment], guards: list[Guard]) -> None:
    """Facts that contradict each other raise nothing, and each flow ends at a sink that there is."""
    facts = Facts(calls=tuple(calls), assignments=tuple(assignments), guards=tuple(guards))
    for flow in flows(facts, None, lambda path: path.startswith("request"), lambda call: (-1, 7) if call.name == "system" else ()):
        assert flow.sink in calls
        assert flow.steps
        assert 0 <= flow.argument < len(flow.sink.args)


def test_long_functions_take_linear_time() -> None:
    """Twenty thousand facts in one function are followed in a second or so."""
    text = "def f():\n" + "".join(f"    a{n} = a{n - 1} + request.args\n    if a{n}:\n        log(a{n})\n" for n in range(7_000))
    facts = facts_of(text, "python")
    start = time.process_time()
    assert list(flows(facts, None, lambda path: path.startswith("request"), lambda call: ())) == []
    assert time.process_time() - start < 5
