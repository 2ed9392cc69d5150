"""Writes down which commits a mined corpus holds: `tools/list_corpus.py MINED_FOLDER` writes `corpus/mined.jsonl`, facts and no code."""

import sys
from collections import defaultdict
from pathlib import Path

import msgspec

from hunkwise.change import ChangeRecord, read_records

LIST = Path(__file__).parent.parent / "corpus" / "mined.jsonl"


def main() -> None:
    """A line a repository, its commits by what they are taken for."""
    lines = []
    for path in sorted((Path(sys.argv[1]) / "changes").glob("*.jsonl.gz")):
        kinds: dict[str, list[str]] = defaultdict(list)
        name = ""
        for record in read_records(path, ChangeRecord):
            name, _, commit = record.id.rpartition("@")
            kinds[record.kind].append(commit)
        if name:
            lines.append(msgspec.json.encode({"repository": name, **{kind: sorted(ids) for kind, ids in sorted(kinds.items())}}))
    LIST.write_bytes(b"\n".join(lines) + b"\n")
    print(f"{len(lines)} repositories in {LIST}")


if __name__ == "__main__":
    main()
