"""The score cards of every task on a data folder, confirmed by an outside scorer.

    python bench/scorecards.py DATA_FOLDER [--split dev] [--model DIR] [--confirm PATH] [--output bench/results]

Runs `hunkwise evaluate`, and with `--confirm` the scorer at PATH beside it: it makes the items of each task, `hunkwise predict` rates them,
and the scorer judges the predictions. Every figure that both give must agree to four digits. Writes scorecards.md and scorecards.json.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hunkwise.training.evaluate import FINDINGS, Data, Split
from hunkwise.training.tasks import Task

CLOSE = 5e-5
"""Four digits."""


def call(*words: str | Path) -> str:
    """Runs a command, its messages shown, and returns what it writes. Raises CalledProcessError."""
    return subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True).stdout


def hunkwise(*words: str | Path) -> str:
    """Runs the program with this Python."""
    return call(sys.executable, "-m", "hunkwise", *words)


def sources(data: Data, task: Task) -> list[Path]:
    """What the scorer needs for a task."""
    return [data.folder / FINDINGS] if task == "locate" else list(data.sources(task))


def confirmed(scorer: Path, data: Data, task: Task, model: Sequence[str | Path]) -> dict[str, float]:
    """The scorer's figures of a task, on items that it made itself and the program's predictions on them."""
    with tempfile.TemporaryDirectory() as folder:
        items, predictions = Path(folder, "items.jsonl"), Path(folder, "predictions.jsonl")
        call(sys.executable, scorer, "items", task, *sources(data, task), "-o", items)
        hunkwise("predict", items, "-o", predictions, *model)
        judged = call(sys.executable, scorer, "score", task, *sources(data, task), predictions, "--json", "--no-spread")
    return {name: value for name, value in json.loads(judged)["card"].items() if isinstance(value, float)}


def compared(card: dict[str, Any], outside: dict[str, float]) -> list[dict[str, Any]]:
    """Each of the scorer's figures beside ours."""
    own: dict[str, float] = card["figures"]
    return [
        {"measure": name, "evaluate": own.get(name, math.nan), "confirmed": value, "agree": abs(own.get(name, math.nan) - value) < CLOSE}
        for name, value in outside.items()
    ]


def lines(task: str, rows: list[dict[str, Any]]) -> list[str]:
    """A table of the comparison."""
    body = [
        f"| `{row['measure']}` | {row['evaluate']:.4f} | {row['confirmed']:.4f} | {'yes' if row['agree'] else '**no**'} |" for row in rows
    ]
    return [f"### {task}", "", "| measure | evaluate | outside scorer | agree |", "| --- | ---: | ---: | --- |", *body, ""]


def main() -> int:
    """Measures, compares, writes; 1 where a figure differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=["dev", "train"], default="dev")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--confirm", type=Path, metavar="PATH", help="a scorer with the commands `items` and `score`")
    parser.add_argument("--output", type=Path, default=Path("bench/results"))
    args = parser.parse_args()
    split: Split = args.split
    model: list[str | Path] = ["--model", args.model] if args.model else []
    with tempfile.TemporaryDirectory() as folder:
        print(hunkwise("evaluate", args.folder, "--split", split, "--output", folder, *model), flush=True)
        score = json.loads(Path(folder, "card.json").read_text("utf-8"))
        text = Path(folder, "card.md").read_text("utf-8")
    agree = True
    if args.confirm:
        told = ["## Confirmed by an outside scorer", "", "The scorer made the items, `hunkwise predict` rated them, the scorer judged.", ""]
        score["confirmed"] = {}
        for card in score["cards"]:
            rows = compared(card, confirmed(args.confirm, Data(args.folder, split), card["task"], model))
            score["confirmed"][card["task"]] = rows
            told += lines(card["task"], rows)
            agree = agree and all(row["agree"] for row in rows)
            print(f"{card['task']}: {sum(row['agree'] for row in rows)} of {len(rows)} figures agree", flush=True)
        text += "\n" + "\n".join(told)
    args.output.mkdir(parents=True, exist_ok=True)
    (args.output / "scorecards.md").write_text(text, "utf-8")
    (args.output / "scorecards.json").write_text(json.dumps(score, indent=1) + "\n", "utf-8")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
