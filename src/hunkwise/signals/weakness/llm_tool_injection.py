"""What a language model answers, run or trusted as it comes."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import hit, short, span, way

_STEMS = (
    "openai",
    "anthropic",
    "completion",
    "llm",
    "langchain",
    "chat",
    "gemini",
    "genai",
    "ollama",
    "agent",
    "bedrock",
    "litellm",
    "prompt",
    "messages.create",
    "tool",
)
_ANSWERS = frozenset(
    {
        "completions.create",
        "messages.create",
        "ChatCompletion.create",
        "Completion.create",
        "responses.create",
        "llm.invoke",
        "llm.predict",
        "chain.invoke",
        "chain.run",
        "llm.generate",
        "agent.run",
        "agent.invoke",
        "generate_content",
        "generateContent",
        "generateText",
        "model.generate",
        "ollama.chat",
        "ollama.generate",
        "litellm.completion",
        "llm_chain.run",
        "llm.call",
        "converse",
        "invoke_model",
        "chat.send_message",
        "sendMessage",
        "model.invoke",
        "generateObject",
        "llm.complete",
        "llm.chat",
        "createChatCompletion",
        "createCompletion",
        "ask_llm",
        "call_llm",
    }
)
_SINKS = Sinks(
    {
        "=eval": 0,
        "=exec": 0,
        "os.system": 0,
        "os.popen": 0,
        "subprocess.run": 0,
        "subprocess.call": 0,
        "subprocess.Popen": 0,
        "subprocess.check_output": 0,
        "execSync": 0,
        "child_process.exec": 0,
        "cp.exec": 0,
        "=Function": 0,
        "vm.runInNewContext": 0,
        "execute": 0,
        "executescript": 0,
        "db.query": 0,
        "pool.query": 0,
        "$queryRawUnsafe": 0,
        "pickle.loads": 0,
        "yaml.load": 0,
        "mark_safe": 0,
        "Markup": 0,
        "insertAdjacentHTML": 1,
        "document.write": 0,
        "runInThisContext": 0,
        "importlib.import_module": 0,
    }
)
_GIVEN = (
    shape(
        "a tool that runs code",
        r"\b(?:PythonREPL(?:Tool)?|PythonAstREPLTool|ShellTool|BashProcess|LLMMathChain"
        r"|PALChain(?:\.from_\w+)?|TerminalTool|create_python_agent|create_pandas_dataframe_agent"
        r"|create_csv_agent|SQLDatabaseChain(?:\.from_llm)?|CodeInterpreterTool|UnsafeLocalCodeExecutor"
        r"|LocalCommandLineCodeExecutor)\(",
        strength=0.6,
    ),
    shape(
        "leave to run code",
        r"\ballow_dangerous_(?:code|requests|deserialization|tools)\s*[=:]\s*[Tt]rue"
        r"|\bload_tools\(\s*\[[^\]\n]{0,80}['\"](?:terminal|python_repl|shell)['\"]",
        strength=0.7,
    ),
    shape(
        "what a request says its task is",
        r"""['"]?role['"]?\s*[:=]\s*['"](?:system"""
        r"""|developer)['"]\s*,\s*['"]?content['"]?\s*[:=]\s*(?:f['"][^'"\n]{0,200}\{(?:request|req)\b"""
        r"""|[^\n]{0,120}\+\s*(?:request|req)\.|`[^`\n]{0,200}\$\{(?:req|request)\.|(?:request|req)\.)""",
        strength=0.7,
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    for seen in spots(unit, side, _STEMS, _GIVEN):
        yield Sighting(seen.lines, {"sink": str(seen.facts["call"]), "source": str(seen.facts["how"])}, strength=seen.strength)
    for flow in flows(side, _SINKS):
        answered = next((call for call in flow.value.calls if hit(call, _ANSWERS)), "")
        if answered or (
            re.search(r"(?i)\b(?:llm|gpt|completion|model)_?(?:output|response|answer|reply|code)\b", flow.given.text)
            and flow.value.variable
        ):
            yield Sighting(
                span(flow.call.line, flow.call.end),
                {"sink": flow.call.path, "source": short(answered or flow.given.text, 60)},
                way(side, flow.value, flow.call.line, "is run"),
                0.9,
            )


SIGNAL = Signal(
    id="llm-tool-injection",
    title="The answer of a language model is run",
    kind="flow",
    category="prompt-injection",
    severity="high",
    languages=frozenset({"python", "javascript", "typescript"}),
    promise=(
        "Follows the answer of a language model into code, a shell, a query, a page or a path, tells where a request is "
        "pasted into what the model is told to be, and where tools that run code are given to it."
    ),
    why="Whoever gets a sentence in front of the model, by a page, a file or a mail, decides what it answers.",
    quiet="Answers that are shown as text or parsed by a schema, tools that a person confirms.",
    remedy=("Treat the answer as hostile input: parse it by a schema, allow named actions only, ask a person before anything is run."),
    cause="`{sink}` takes `{source}` from a language model.",
    since="0.2",
    maturity="stable",
    cwe="CWE-1427",
    see=_see,
    fires=(
        Example(
            "python",
            (
                "def solve(client, question):\n"
                '    reply = client.chat.completions.create(model="m", messages=[{"role": "user", "content": question}])\n'
                "    code = reply.choices[0].message.content\n    exec(code)\n"
            ),
            line=4,
        ),
        Example(
            "javascript",
            (
                "async function solve(openai, question) {\n"
                '  const reply = await openai.chat.completions.create({ model: "m", messages: [{ role: "user", content: question }] });\n'
                "  return eval(reply.choices[0].message.content);\n}\n"
            ),
            line=3,
        ),
        Example("python", "from langchain_experimental.utilities import PythonREPL\n\ndef tools():\n    return [PythonREPL()]\n", line=4),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "def solve(client, question):\n"
                '    reply = client.chat.completions.create(model="m", messages=[{"role": "user", "content": question}])\n'
                "    return reply.choices[0].message.content\n"
            ),
        ),
        Example(
            "javascript",
            (
                "async function solve(openai, question) {\n"
                '  const reply = await openai.chat.completions.create({ model: "m", messages: [{ role: "user", content: question }] });\n'
                "  return schema.parse(JSON.parse(reply.choices[0].message.content));\n}\n"
            ),
        ),
    ),
)
