"""`hunkwise signals`: what the rules look for."""

import difflib
from typing import TYPE_CHECKING

import click

from hunkwise.cli.own_signals import new, test

if TYPE_CHECKING:
    from hunkwise.signals import Example, Signal, Signals


class Named(click.Group):
    """A group that takes the id of a signal where no subcommand has that name."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand, or `show` with everything that was given."""
        return super().resolve_command(ctx, args if args and args[0] in self.commands else ["show", *args])


_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="json is for programs.  [default: text]")


@click.group("signals", cls=Named, invoke_without_command=True, subcommand_metavar="[ID | new NAME | test FILE]")
@_FORM
@click.pass_context
def command(context: click.Context, form: str) -> None:
    """List what the rules look for, or show the rule ID at length; write and test rules of your own.

    A rule (a signal) sees one thing with certainty and explains it in words; the trained heads weigh it with everything else. A signal
    alone doesn't decide.

    \b
    hunkwise signals                       all of them, a line each
    hunkwise signals sql-injection         one, with its examples
    hunkwise signals --format json | jq '.[].id'
    hunkwise signals new raw-query         a signal of your own, ready to change
    hunkwise signals test .hunkwise/signals/raw-query.toml
    """
    if context.invoked_subcommand is None:
        _told(None, form)


@command.command("show", hidden=True)
@click.argument("signal_id", metavar="ID")
@_FORM
def show(signal_id: str, form: str) -> None:
    """Show one signal at length."""
    _told(signal_id, form)


command.add_command(new)
command.add_command(test)


def _told(signal_id: str | None, form: str) -> None:
    from hunkwise.signals import Signals

    signals = Signals.load()
    chosen = list(signals) if signal_id is None else [_find(signals, signal_id)]
    if form == "json":
        import msgspec

        described = [describe(signal) for signal in chosen]
        click.echo(msgspec.json.format(msgspec.json.encode(described if signal_id is None else described[0])).decode())
    elif signal_id is None:
        click.echo(listing(chosen))
    else:
        click.echo(at_length(chosen[0]))


def _find(signals: "Signals", signal_id: str) -> "Signal":
    from hunkwise.errors import UsageError

    found = signals.get(signal_id)
    if found is None:
        near = difflib.get_close_matches(signal_id, [signal.id for signal in signals], n=1)
        raise UsageError(
            f"there is no signal {signal_id!r}", f"Did you mean {near[0]!r}?" if near else "`hunkwise signals` lists all of them"
        )
    return found


def describe(signal: "Signal") -> dict[str, object]:
    """A signal as plain data."""
    return {
        "id": signal.id,
        "title": signal.title,
        "kind": signal.kind,
        "category": signal.category,
        "severity": signal.severity,
        "cwe": signal.cwe,
        "tactic": signal.tactic,
        "languages": sorted(signal.languages),
        "promise": signal.promise,
        "why": signal.why,
        "quiet": signal.quiet,
        "remedy": signal.remedy,
        "since": signal.since,
        "maturity": signal.maturity,
        "fires": [_example(example) for example in signal.fires],
        "stays_quiet": [_example(example) for example in signal.stays_quiet],
    }


def _example(example: "Example") -> dict[str, object]:
    return {"language": example.language, "path": example.path, "before": example.before, "after": example.after, "line": example.line}


def languages(signal: "Signal", most: int = 4) -> str:
    """The languages of a signal for a table: all of them by name, or the first `most - 1` and how many more."""
    names = ["any" if name == "any" else name for name in sorted(signal.languages)]
    return ", ".join(names) if len(names) <= most else f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"


def listing(signals: "list[Signal]") -> str:
    """A line for each signal in columns."""
    rows = [(signal.id, signal.cwe or signal.tactic, signal.maturity, languages(signal), signal.title) for signal in signals]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:<{widths[2]}}  {title} ({where})" for a, b, c, where, title in rows]
    return "\n".join([*lines, "", f"{len(rows)} signals. `hunkwise signals ID` shows one at length."])


def at_length(signal: "Signal") -> str:
    """Everything about one signal, with the examples that are its tests."""
    parts = [
        f"{signal.id}: {signal.title}",
        "",
        f"Weakness    {signal.cwe or '-'}    Tactic {signal.tactic or '-'}    Severity {signal.severity}    Category {signal.category}",
        f"Languages   {', '.join(sorted(signal.languages))}",
        f"Evidence    {signal.kind}, {signal.maturity}, since {signal.since}",
    ]
    for heading, text in (
        ("What it sees", signal.promise),
        ("Why it matters", signal.why),
        ("Stays quiet when", signal.quiet),
        ("Remedy", signal.remedy),
    ):
        parts += ["", heading, click.wrap_text(text, 96, "  ", "  ", preserve_paragraphs=True)]
    for heading, examples in (("Fires on", signal.fires), ("Stays quiet on", signal.stays_quiet)):
        for example in examples:
            parts += ["", f"{heading} ({example.language})", *_code(example)]
    return "\n".join(parts)


def _code(example: "Example") -> list[str]:
    """An example's code, as a diff where it is a change; what a terminal would obey or hide is named."""
    from hunkwise.text import visible

    after = visible(example.after).strip("\n").splitlines()
    if not example.before:
        return [f"    {line}" for line in after]
    before = visible(example.before).strip("\n").splitlines()
    return [f"    {line}" for line in list(difflib.unified_diff(before, after, n=20, lineterm=""))[3:]]
