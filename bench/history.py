"""Runs the shipped model over the last commits of repositories at hand: how many alerts, each with its reasons, to be read by a person.

    python bench/history.py REPO... [--commits 100] [--budget 1] [--output bench/results/history.md]

Each commit without the merges is judged against its parent, as a push of one commit would be.
"""

import argparse
import subprocess
import time
from pathlib import Path

from hunkwise.change import GitRange
from hunkwise.detector import Detector
from hunkwise.errors import HunkwiseError
from hunkwise.explain.model import Report
from hunkwise.heads import load_model
from hunkwise.judge import Settings
from hunkwise.signals import Signals
from hunkwise.text import one_line


def commits(repo: Path, count: int) -> list[str]:
    """The newest commits with exactly one parent, newest first."""
    listed = subprocess.run(
        ["git", "-C", str(repo), "log", "--no-merges", "--min-parents=1", f"-{count}", "--format=%H"],
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.split()


def judged(repo: Path, commit: str, detector: Detector, settings: Settings) -> tuple[Report, float]:
    """The report on one commit and the seconds it took, git included."""
    start = time.perf_counter()
    change = next(GitRange(repo, f"{commit}^", commit).changes())
    return detector.report(change, settings), time.perf_counter() - start


def alert(commit: str, report: Report) -> list[str]:
    """What a reader needs to look at an alert."""
    lines = [f"- `{commit[:10]}` risk {report.verdict.risk:.3f} (threshold {report.verdict.threshold:.3f})"]
    for explanation in report.explanations:
        finding = explanation.finding
        lines.append(
            f"  - {one_line(finding.path, 100)}:{finding.line} ({finding.side}) {finding.severity} **{one_line(finding.title, 100)}**"
        )
        lines.append(f"    {one_line(explanation.cause, 240)}")
    return lines


def main() -> None:
    """Judges, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repos", nargs="+", type=Path)
    parser.add_argument("--commits", type=int, default=100)
    parser.add_argument("--budget", type=float, default=1.0)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--output", type=Path, default=Path("bench/results/history.md"))
    args = parser.parse_args()
    detector, settings = Detector(load_model(args.model), Signals.load()), Settings(budget=args.budget)
    table = ["| repository | commits | alerts | findings | median ms | p95 ms |", "|---|---|---|---|---|---|"]
    details: list[str] = []
    for repo in args.repos:
        name = repo.resolve().parent.name.replace("+", "/") if repo.name in ("repo", ".git") else repo.resolve().name
        times, alerts, findings = [], 0, 0
        details.append(f"\n## {name}\n")
        chosen = commits(repo, args.commits)
        for commit in chosen:
            try:
                report, seconds = judged(repo, commit, detector, settings)
            except HunkwiseError as error:
                details.append(f"- `{commit[:10]}` not judged: {error.message}")
                continue
            times.append(seconds)
            if report.verdict.flagged:
                alerts, findings = alerts + 1, findings + len(report.explanations)
                details += alert(commit, report)
        times.sort()
        middle, late = (1000 * times[int(q * len(times))] if times else 0.0 for q in (0.5, 0.95))
        table.append(f"| {name} | {len(chosen)} | {alerts} | {findings} | {middle:.0f} | {late:.0f} |")
        print(table[-1], flush=True)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text("\n".join([f"# Alerts at a budget of {args.budget:g} in a hundred\n", *table, *details]) + "\n")
    print(args.output)


if __name__ == "__main__":
    main()
