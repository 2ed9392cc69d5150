"""Bytes turned into objects by a format that can run code."""

from collections.abc import Iterator

from hunkwise.code.model import Argument, Call, Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, option, origin, parts, short, span, way
from hunkwise.signals.tables import sinks
from hunkwise.signals.tables.languages import WEB

_STREAM = ("ois", "in", "input", "stream", "objectinput", "oin", "is", "reader", "s", "objin")


_STEMS = (
    "typing",
    "typenamehandling",
    "simpletyperesolver",
    "jsontypeinfo",
    "yaml",
    "kryo",
    "hessian",
    "pickle",
    "objectinputstream",
    "deseriali",
    "unsafe",
    "xmldecoder",
    "createobject",
    "funcster",
    "cryo",
)
_SHAPES = (
    shape(
        "any class",
        r"\b(?:enable|activate)DefaultTyping\(|\bsetDefaultTyping\("
        r"|@JsonTypeInfo\(\s*use\s*=\s*(?:JsonTypeInfo\.)?Id\.(?:CLASS|MINIMAL_CLASS)"
        r"|\bsetRegistrationRequired\(\s*false|\bnew\s+(?:HessianInput|Hessian2Input|BurlapInput)\("
        r"|\ballowTypes?(?:ByRegExp|ByWildcard)?\([^)\n]{0,40}\\*",
        ("java", "kotlin"),
    ),
    shape(
        "any class",
        r"\bnew\s+(?:org\.yaml\.snakeyaml\.)?Yaml\(\s*(?:new\s+Constructor\([^()]{0,40}\)\s*)?\)\s*\.load\w*\(",
        ("java", "kotlin"),
        0.7,
    ),
    shape(
        "any class",
        r"\bTypeNameHandling\s*[=.]\s*(?:TypeNameHandling\.)?(?:All|Auto|Objects|Arrays)\b"
        r"|\bnew\s+SimpleTypeResolver\(|\bFsPickler\.|\bnew\s+(?:BinaryFormatter|SoapFormatter"
        r"|NetDataContractSerializer|LosFormatter|ObjectStateFormatter)\(",
        ("csharp",),
    ),
    shape(
        "any class",
        r"\b(?:YAML|Psych)\.load(?:_stream|_file)?[ (](?!.{0,80}(?:permitted_classes"
        r"|safe))[^\n]{0,40}\b(?:params|cookies|request|File|data|body|user\w*|input)\b",
        ("ruby",),
        0.7,
    ),
    shape(
        "any function",
        r"\byaml\.load\(\s*(?:req|request)\.|\bDEFAULT_FULL_SCHEMA\b|\b(?:cryo|funcster)\.(?:parse"
        r"|deepDeserialize)\(|\brequire\(\s*['\"](?:node-serialize|serialize-to-js|funcster|cryo)['\"]",
        ("javascript", "typescript"),
        0.7,
    ),
    shape(
        "any class",
        r"\b(?:typ\s*=\s*['\"]unsafe['\"]|CELERY_(?:TASK|RESULT)_SERIALIZER\s*=\s*['\"]pickle"
        r"|SESSION_SERIALIZER\s*=\s*['\"][\w.]*PickleSerializer|PickleSerializer\(\))",
        ("python",),
        0.7,
    ),
    shape(
        "the bytes",
        r"\bnew\s+ObjectInputStream\(",
        ("java",),
        0.6,
        nowhere=r"ValidatingObjectInputStream|setObjectInputFilter|ObjectInputFilter|resolveClass",
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for seen in spots(unit, side, _STEMS, _SHAPES):
        yield Sighting(seen.lines, {"sink": seen.facts["call"], "source": seen.facts["how"]}, strength=seen.strength)
    for call in side.facts.calls:
        found = _given(call, unit.language)
        if found is None:
            continue
        given, how = found
        if given is not None and given.literal is not None:
            continue
        value = origin(side, given, call.line, call.function) if given is not None else None
        outside = (value.request or value.local) if value is not None else ""
        source = short(outside or (given.text if given is not None else parts(call.path)[0]), 60)
        steps = way(side, value, call.line, "becomes objects") if value is not None else ()
        yield Sighting(span(call.line, call.end), {"sink": call.path, "source": source}, steps, 1.0 if outside else how)


def _given(call: Call, language: str) -> tuple[Argument | None, float] | None:
    """The argument that is turned into objects and how certain the harm is, or None where the call is harmless."""
    first = call.args[0] if call.args else None
    if call.path.endswith("yaml.load") and language == "python":
        safe = any("Safe" in given.text or "Base" in given.text for given in call.args[1:])
        return None if safe or first is None else (first, 0.8)
    if call.path.endswith("torch.load") and option(call, "weights_only") != "True" and first is not None:
        return first, 0.4
    if option(call, "allow_pickle") == "True" and call.name == "load" and first is not None:
        return first, 0.4
    if call.name in ("readObject", "readUnshared") and language in ("java", "kotlin"):
        own = call.function in ("readObject", "readExternal", "readResolve", "")
        return None if own or not parts(call.path)[0].lower().endswith(_STREAM) or len(parts(call.path)) < 2 else (None, 0.7)
    entry = ends(call.path, sinks.DESERIALISE)
    if (
        not entry
        or entry in ("readObject", "readUnshared", "ObjectInputStream")
        or (entry == "JavaScriptSerializer")
        or (entry == "thaw" and language != "perl")
    ):
        return None
    if entry == "unserialize" and (
        language != "php" or len(parts(call.path)) > 1 or "allowed_classes" in " ".join(given.text for given in call.args[1:])
    ):
        return None
    return (first, 0.7) if first is not None or language == "csharp" else None


SIGNAL = Signal(
    id="unsafe-deserialisation",
    title="Objects made from bytes that can run code",
    kind="flow",
    category="unsafe-deserialisation",
    severity="high",
    languages=WEB - {"html"},
    promise="Tells where pickle, a YAML loader with tags, Java or PHP serialisation and the like turn bytes into objects.",
    why="In these formats the bytes say which code runs while the objects are made: whoever writes them runs code.",
    quiet="Safe loaders, constants, JSON, the hooks by which a class reads itself.",
    remedy="Use a format of data alone (JSON, `yaml.safe_load`), or check a signature before reading.",
    cause="`{sink}` makes objects from `{source}`.",
    since="0.1",
    maturity="stable",
    cwe="CWE-502",
    see=_see,
    fires=(
        Example("python", "import pickle\n\ndef load(request):\n    return pickle.loads(request.data)\n", line=4),
        Example(
            "python",
            "import yaml\n\ndef load(text):\n    return yaml.load(text)\n",
            "import yaml\n\ndef load(text):\n    return yaml.safe_load(text)\n",
            line=4,
        ),
        Example("php", '<?php\nfunction load() {\n  return unserialize($_COOKIE["a"]);\n}\n', line=3),
        Example(
            "java",
            "class A {\n  Object load(InputStream is) throws Exception {\n"
            "    ObjectInputStream ois = new ObjectInputStream(is);\n    return ois.readObject();\n  }\n}\n",
            line=4,
        ),
        Example("ruby", "def load\n  Marshal.load(params[:a])\nend\n", line=2),
    ),
    stays_quiet=(
        Example("python", "import yaml\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.SafeLoader)\n"),
        Example("python", "import json\n\ndef load(request):\n    return json.loads(request.data)\n"),
        Example(
            "java",
            "class A {\n  private void readObject(ObjectInputStream in) throws Exception {\n    in.defaultReadObject();\n"
            "    this.a = in.readObject();\n  }\n}\n",
        ),
        Example(
            "python",
            "import yaml\n\ndef load(text):\n    return yaml.safe_load(text)\n",
            "import yaml\n\ndef load(text):\n    return yaml.load(text)\n",
        ),
    ),
)
