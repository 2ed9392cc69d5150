"""Small datasets for the tests."""

import json
from pathlib import Path

FILES: list[dict[str, object]] = [
    {
        "id": "c1",
        "repository": "example/one",
        "path": "src/Vault.sol",
        "content": "contract Vault {\n  function pay() public {\n    send();\n  }\n}\n",
    },
    {"id": "c2", "repository": "example/one", "path": "app/shop.py", "content": "def buy(x):\n    return eval(x)\n"},
    {"id": "c3", "repository": "example/two", "path": "clean.go", "content": "package clean\n"},
]
FINDINGS: list[dict[str, object]] = [
    {"id": "f1", "repository": "example/one", "title": "Pays", "description": "`pay()` sends to anyone, see L3.", "severity": "high"},
    {"id": "f2", "repository": "example/one", "title": "Runs", "description": "`buy` runs its argument.", "severity": "Critical"},
]
LINKS: list[dict[str, object]] = [{"finding_id": "f1", "file_id": "c1"}, {"finding_id": "f2", "file_id": "c2"}]


def dataset(folder: Path, files: object = None, links: object = None, findings: object = None) -> Path:
    """Write a dataset with the given records (those above where None is given)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in (
        ("code_files.json", FILES if files is None else files),
        ("findings_file_links.json", LINKS if links is None else links),
        ("findings.json", FINDINGS if findings is None else findings),
    ):
        (folder / name).write_text(json.dumps(records, indent=1), encoding="utf-8")
    return folder
