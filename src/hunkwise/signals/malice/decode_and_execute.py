"""Text that is decoded and at once run."""

from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, origin, parts, short, span, way
from hunkwise.signals.tables.attack import DECODES, RUNS
from hunkwise.signals.tables.languages import CODE

_WEAK_DECODERS = frozenset({"Buffer.from", "decodeURIComponent", "chr", "decrypt", "decompress", "codecs.decode", "unescape"})
_WEAK_RUNNERS = frozenset({
    "compile", "__import__", "setTimeout", "spawn", "document.write", "subprocess.run", "subprocess.Popen", "subprocess.call",
    "subprocess.check_output", "Popen", "system", "Start-Process", "Add-Type",
})  # fmt: skip


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        runner = _runner(call, unit.language)
        if not runner:
            continue
        for given in call.args[:3]:
            if given.literal is not None:
                continue
            value = origin(side, given, call.line, call.function)
            decoders = [name for name in value.calls if ends(name, DECODES)]
            if not decoders:
                continue
            weak = all(ends(name, _WEAK_DECODERS) for name in decoders)
            strength = 0.3 if weak and runner in _WEAK_RUNNERS else 0.7 if weak or runner in _WEAK_RUNNERS else 1.0
            fact: dict[str, str | float] = {"sink": call.path, "call": decoders[0], "source": short(given.text, 60)}
            yield Sighting(span(call.line, call.end), fact, way(side, value, call.line, "is run"), strength)
            break


def _runner(call: Call, language: str) -> str:
    entry = ends(call.path, RUNS)
    if (
        entry in ("exec", "eval", "compile", "assert", "system", "spawn")
        and len(parts(call.path)) > 1
        and parts(call.path)[0] not in ("builtins", "__builtins__", "window", "global", "globalThis", "require")
    ):
        return ""
    if entry == "assert" and language != "php":
        return ""
    return entry


SIGNAL = Signal(
    id="decode-and-execute",
    title="Decoded and run at once",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE,
    promise="Follows text through base64, compression, hex or a cipher to a call that runs it.",
    why="Nobody packs code that may be read: this is how malicious packages hide what they do.",
    quiet="Decoded data that is only read, and code that is run as it stands.",
    remedy="Don't run it. Decode it apart, read it, and take the plain source or nothing.",
    cause="`{sink}` runs what `{call}` unpacks.",
    since="0.1",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1140",
    everywhere=True,
    see=_see,
    fires=(
        Example("python", 'import base64\nexec(base64.b64decode("cHJpbnQoMSk="))\n', line=2),
        Example("python", "import base64\ncode = base64.b64decode(DATA)\nexec(code)\n", line=3),
        Example("javascript", 'eval(atob("YWxlcnQoMSk="));\n', line=1),
        Example("php", "<?php\neval(gzinflate(base64_decode($x)));\n", line=2),
        Example("python", "import marshal, zlib\n\ndef go(data):\n    exec(marshal.loads(zlib.decompress(data)))\n", line=4),
    ),
    stays_quiet=(
        Example("python", "import base64, json\n\ndef load(text):\n    return json.loads(base64.b64decode(text))\n"),
        Example("python", 'exec("x = 1")\n'),
        Example("javascript", "const picture = atob(text);\nshow(picture);\n"),
        Example("python", '# exec(base64.b64decode("cHJpbnQoMSk="))\nx = 1\n'),
    ),
)
