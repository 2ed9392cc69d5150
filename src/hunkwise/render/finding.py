"""One finding for the terminal: heading, excerpt with pointers, reasons. `scan` shows it short, `explain` in full."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from hunkwise.explain.model import ExcerptLine, Explanation
from hunkwise.render.interface import View
from hunkwise.render.page import Block, hanging
from hunkwise.render.words import code, first_sentence, gap_before, labels, place, plural, prose, spans, stretches, tokens_on
from hunkwise.text import one_line

SEVERITY_STYLE = {"critical": "bold red", "high": "bold red", "medium": "bold yellow", "low": "bold blue"}
_MARK_STYLE = {"-": "red", "+": "green", " ": ""}
_LABEL = 12
_INDENT = "  "


def blocks(explanation: Explanation, view: View, number: int) -> Iterator[Block]:
    """The layout of one finding: (what stands left of the first line, the text, whether it may run over several lines)."""
    yield from _heading(explanation, number)
    yield Block()
    yield from _excerpt(explanation)
    yield Block()
    yield from _reasons(explanation, view)


def _heading(explanation: Explanation, number: int) -> Iterator[Block]:
    found = explanation.finding
    title = Text.assemble((found.severity, SEVERITY_STYLE[found.severity]), ("  ", ""), (prose(found.title, 200), "bold"))
    yield Block(Text(f"{number}. ", style="dim"), title)
    where = Text(place(found.path, found.line), style="cyan")
    if found.name.strip():
        where.append(f" in {one_line(found.name, 80)}", style="default")
    if found.side == "before":
        where.append(" (before the change)", style="dim")
    yield Block(Text("   "), where)
    yield Block(Text("   "), Text(" · ".join([f"risk {found.risk:.2f}", *labels(found)]), style="dim"))


def _excerpt(explanation: Explanation) -> Iterator[Block]:
    lines = explanation.excerpt
    digits = max((len(str(line.number)) for line in lines), default=1)
    for index, line in enumerate(lines):
        if gap_before(lines, index):
            yield Block(Text(f"{_INDENT}  {'⋮':>{digits}}", style="dim"))
        text = code(line.text)
        gutter = Text(_INDENT)
        gutter.append("> " if line.pointed else "  ", style="bold red")
        gutter.append(f"{line.number:>{digits}} ", style="" if line.pointed else "dim")
        gutter.append("│ ", style="dim")
        gutter.append(f"{line.mark} ", style=_MARK_STYLE[line.mark])
        yield Block(gutter, Text(text, style=_MARK_STYLE[line.mark]), folds=line.pointed)
        yield from _carets(explanation, line, text, digits)


def _carets(explanation: Explanation, line: ExcerptLine, text: str, digits: int) -> Iterator[Block]:
    """A line of `^` under the tokens that moved the model, where the line pointed at is plain enough to count columns."""
    found = stretches(text, tokens_on(explanation, line)) if line.pointed and text.isascii() else []
    if not found:
        return
    under = Text(style="bold red")
    for start, end in found:
        under.append(" " * (start - len(under)) + "^" * (end - start))
    yield Block(Text(f"{_INDENT}  {'':>{digits}} │   ", style="dim"), under, under=text)


def _reasons(explanation: Explanation, view: View) -> Iterator[Block]:
    yield from _labelled("cause", explanation.cause)
    yield from _labelled("why", explanation.why if view.full else first_sentence(explanation.why))
    yield from _way(explanation, view)
    yield from _leaned_on(explanation, view)
    yield from _nearest(explanation, view)
    if explanation.counterfactual:
        yield from _labelled("what if", explanation.counterfactual.sentence)
    yield from _labelled("confidence", explanation.confidence)
    yield from _labelled("to do", explanation.remedy)
    yield from _patch(explanation.patch)
    if view.full:
        yield from _evidence(explanation)
        yield from _labelled("see", explanation.link)
        yield from _labelled("fingerprint", explanation.finding.fingerprint)


def label(name: str) -> Text:
    """The name of a reason in its column."""
    return Text(f"   {name:<{_LABEL}}", style="dim")


def words(text: str) -> Text:
    """A sentence in which code between backticks stands out."""
    made = Text()
    for is_code, piece in spans(prose(text)):
        made.append(f"`{piece}`" if is_code else piece, style="cyan" if is_code else "")
    return made


def _labelled(name: str, text: str) -> Iterator[Block]:
    if text.strip():
        yield Block(label(name), words(text))


def _rows(name: str, rows: Sequence[Text]) -> Iterator[Block]:
    for index, row in enumerate(rows):
        yield Block(label("" if index else name), row)


def _way(explanation: Explanation, view: View) -> Iterator[Block]:
    """The way of a value: its code too where the excerpt doesn't show it."""
    shown = set() if view.full else {line.number for line in explanation.excerpt if line.mark != "-"}
    rows = []
    for step in explanation.steps[:20]:
        row = Text.assemble((f"line {step.line} ", "dim"), prose(step.note, 120))
        if step.line not in shown:
            row.append(f"  {code(step.text, 160).strip()}", style="cyan")
        rows.append(row)
    yield from _rows("way", rows)


def _leaned_on(explanation: Explanation, view: View) -> Iterator[Block]:
    shown = set() if view.full else {("before" if line.mark == "-" else "after", line.number) for line in explanation.excerpt}
    rows = []
    for leaning in explanation.leaned_on if view.full else explanation.leaned_on[:2]:
        row = Text.assemble(
            (f"{leaning.weight:+.2f} ", ""), (f"line {leaning.line}{' (taken away)' if leaning.side == 'before' else ''} ", "dim")
        )
        tokens = [code(token, 40).strip() for token in leaning.tokens[:5]]
        if (leaning.side, leaning.line) not in shown or not tokens:
            row.append(f"{code(leaning.text, 160).strip()}  ", style="cyan")
        row.append(", ".join(tokens), style="bold")
        rows.append(row)
    yield from _rows("leaned on", rows)


def _nearest(explanation: Explanation, view: View) -> Iterator[Block]:
    shown = explanation.nearest if view.full else explanation.nearest[:2]
    rows = []
    for known in shown:
        facts = ", ".join(one_line(fact, 60) for fact in (known.where, known.cwe, known.severity) if fact.strip())
        name = (one_line(known.id, 40), "cyan")
        rows.append(Text.assemble((f"{known.similarity:.2f} ", ""), name, f" {prose(known.title, 120)}", (f" ({facts})", "dim")))
    yield from _rows("known", rows)


def _patch(patch: str) -> Iterator[Block]:
    lines = patch.rstrip("\n").split("\n") if patch.strip() else []
    for text in lines[:40]:
        style = _MARK_STYLE.get(text[:1], "") if not text.startswith(("---", "+++")) else "dim"
        yield Block(label(""), Text(code(text), style=style))
    if len(lines) > 40:
        yield Block(label(""), Text(f"… {plural(len(lines) - 40, 'more line')}", style="dim"))


def _evidence(explanation: Explanation) -> Iterator[Block]:
    rows = []
    for seen in explanation.finding.evidence:
        at = ", ".join(str(line) for line in seen.lines[:8])
        side = " before" if seen.side == "before" else ""
        detail = (f" {seen.kind}, {seen.trend}, lines {at}{side}", "dim")
        rows.append(Text.assemble((f"{seen.strength:.2f} ", ""), (one_line(seen.source, 80), "cyan"), detail))
    yield from _rows("evidence", rows)


def render_finding(explanation: Explanation, view: View, number: int = 1) -> str:
    """One finding as terminal text that ends with a line feed."""
    return hanging(blocks(explanation, view, number), view)
