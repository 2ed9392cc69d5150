"""Produces every document that can be derived from the program: `write` puts them in place, `check` compares, `print` shows.

python tools/generate.py write | check | print [PATH]
"""

import argparse
import difflib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pages import cli, demo, errors, model, report, settings, signals

ROOT = Path(__file__).parent.parent
DOCUMENTS: tuple[Callable[[Path], Mapping[str, str]], ...] = (
    cli.documents,
    errors.documents,
    settings.documents,
    report.documents,
    signals.documents,
    model.documents,
    demo.documents,
)
# Folders that hold generated files alone: what isn't produced any more goes.
OWNED = ("docs/reference/signals",)


def produced(root: Path) -> dict[str, str]:
    """The text of every generated document by its path from the root."""
    return {path: text for documents in DOCUMENTS for path, text in documents(root).items()}


def stale(root: Path, wanted: Mapping[str, str]) -> list[str]:
    """Files of our own folders that nothing produces any more."""
    found = (path for folder in OWNED for path in sorted((root / folder).glob("*")))
    return [path.relative_to(root).as_posix() for path in found if path.relative_to(root).as_posix() not in wanted]


def different(root: Path, wanted: Mapping[str, str]) -> list[str]:
    """The documents that aren't on the disk as they should be."""
    return [path for path, text in wanted.items() if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text]


def write(root: Path, wanted: Mapping[str, str]) -> None:
    """Brings the disk up to date."""
    for path in different(root, wanted):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(wanted[path], encoding="utf-8")
        print(f"wrote   {path}")
    for path in stale(root, wanted):
        (root / path).unlink()
        print(f"removed {path}")


def check(root: Path, wanted: Mapping[str, str]) -> int:
    """0 where the disk is up to date; otherwise says what differs and returns 1."""
    for path in different(root, wanted):
        old = (root / path).read_text(encoding="utf-8") if (root / path).is_file() else ""
        print(*difflib.unified_diff(old.splitlines(), wanted[path].splitlines(), path, f"{path} (generated)", lineterm="", n=1), sep="\n")
    wrong = different(root, wanted) + stale(root, wanted)
    if wrong:
        print(f"Not up to date: {', '.join(wrong)}. Run `make generate` and commit the result.")
    return 1 if wrong else 0


def main() -> int:
    """Runs one of the three modes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["write", "check", "print"])
    parser.add_argument("path", nargs="?", help="of one document to print")
    chosen = parser.parse_args()
    wanted = produced(ROOT)
    if chosen.mode == "check":
        return check(ROOT, wanted)
    if chosen.mode == "write":
        write(ROOT, wanted)
    else:
        print("\n".join(wanted) if chosen.path is None else wanted.get(chosen.path, f"nothing produces {chosen.path}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
