"""Builds the findings dataset in examples/findings from its sources: `build_examples.py write`, or `check` that it is up to date.

Each folder under `sources/` is a repository: source files, and a `findings.toml` with what is wrong in them. In an explanation
`{{snippet}}` stands for the line that holds the snippet (`L12`), `{{first ... last}}` for a range (`L12-L15`), and with `#` in front for
the bare number.
"""

import json
import re
import sys
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "findings"
PLACE = re.compile(r"\{\{(#?)([^\n]+?)(?: \.\.\. ([^\n]+?))?\}\}")


def line_of(code: str, snippet: str, where: str) -> int:
    """The number of the one line that holds `snippet`."""
    lines = [number for number, line in enumerate(code.split("\n"), 1) if snippet in line]
    if len(lines) != 1:
        raise SystemExit(f"{where}: {snippet!r} stands on {len(lines)} lines, not on one")
    return lines[0]


def explained(text: str, code: str, where: str) -> str:
    """`text` with the lines that it points at."""

    def place(found: re.Match[str]) -> str:
        mark = "" if found[1] else "L"
        first = line_of(code, found[2], where)
        return f"{mark}{first}" + (f"-{mark}{line_of(code, found[3], where)}" if found[3] else "")

    return PLACE.sub(place, text).strip() + "\n"


def build() -> dict[str, str]:
    """The three data files by name."""
    files: list[dict[str, str]] = []
    links: list[dict[str, str]] = []
    findings: list[dict[str, str]] = []
    for listing in sorted((FOLDER / "sources").glob("*/findings.toml")):
        project = tomllib.loads(listing.read_text(encoding="utf-8"))
        codes: dict[str, str] = {}
        for path in sorted(path for path in listing.parent.rglob("*") if path.is_file() and path != listing):
            name = path.relative_to(listing.parent).as_posix()
            codes[name] = path.read_text(encoding="utf-8")
            files.append({"id": f"{listing.parent.name}/{name}", "repository": project["repository"], "path": name, "content": codes[name]})
        for finding in project["finding"]:
            code, where = codes[finding["file"]], finding["id"]
            line_of(code, finding["at"], where)
            description = explained(finding["explanation"], code, where)
            parts = {key: finding[key] for key in ("id", "title", "severity", "category")}
            findings.append({**parts, "repository": project["repository"], "description": description})
            links.append({"finding_id": finding["id"], "file_id": f"{listing.parent.name}/{finding['file']}"})
    written = {"code_files.json": files, "findings_file_links.json": links, "findings_example.json": findings}
    return {name: json.dumps(records, indent=1, ensure_ascii=False) + "\n" for name, records in written.items()}


def main(mode: str) -> int:
    """Write the data files, or say which of them are not up to date."""
    stale = [name for name, text in build().items() if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text]
    if mode == "write":
        for name in stale:
            (FOLDER / name).write_text(build()[name], encoding="utf-8")
    elif stale:
        print(f"{', '.join(stale)} in examples/findings: not up to date; run `python tools/build_examples.py write`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] in (["write"], ["check"]) else "check"))
