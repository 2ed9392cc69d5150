"""The score card for people and programs: a short table, Markdown, a self-contained page, JSON."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Final

import msgspec

from hunkwise.render.escape import code_span, escape_html, escape_markdown
from hunkwise.render.html.page import POLICY
from hunkwise.render.html.parts import element
from hunkwise.text import one_line
from hunkwise.training.evaluate import ScoreCard
from hunkwise.training.plot import bars, precision_recall_plot, reliability_plot
from hunkwise.training.score import Card, Group
from hunkwise.training.score_changes import ChangesCard

QUESTIONS: Final = {
    "changes": "Is a vulnerability being let in? Security fixes taken out again, against ordinary changes in both directions.",
    "introductions": "Would this have been stopped on the day? Commits that let a flaw in, against ordinary ones, as they were written.",
    "files": "Is this code an attack? A malicious or a benign file is added.",
    "grafts": "Does an attack stand out inside normal work? The dense part of a malicious file pasted into an ordinary change.",
    "bundles": "Is it found in a large pull request? A fix taken out among four ordinary changes, against five ordinary ones.",
    "locate": "Do the worst places lie where auditors found something? An audited contract is added.",
}
MEANINGS: Final = {
    "recall@1%_forward": "harmful ones flagged where one ordinary change in a hundred is, as they come",
    "recall@0.5%_forward": "the same for one ordinary change in two hundred",
    "recall@10%": "harmful ones flagged where 10 % of the harmless are",
    "recall@5%": "harmful ones flagged where 5 % of the harmless are",
    "recall@1%": "harmful ones flagged where 1 % of the harmless are",
    "recall@1.0%": "malicious ones flagged where 1 % of the benign are",
    "recall@0.1%": "malicious ones flagged where one in a thousand of the harmless is",
    "auc": "chance that a harmful one is rated above a harmless one",
    "pair": "of a fix and its reversal, the reversal is rated worse",
    "false_decline@5%": "security fixes that the threshold of recall@5% would stop",
    "time_arrow": "how well the risk tells undone from done ordinary changes; 0.5: it reacts to harm alone",
    "relevance_auc": "chance that a fix, whichever way round, is rated above an ordinary change",
    "recall@budget": "harmful ones flagged at the shipped threshold",
    "alerts@budget": "harmless ones flagged at the shipped threshold",
    "findings@budget": "findings told for each ordinary change at the shipped threshold",
    "false_decline@budget": "security fixes flagged at the shipped threshold",
    "auc_by_added_lines": "what the number of added lines alone would give",
    "file_top1": "the worst file is one of the harmful part",
    "file_top3": "one of the three worst files is",
    "top1": "the worst line lies in a function that a finding names",
    "top3": "one of the three worst lines does",
    "top5": "one of the five worst lines does",
    "top1_by_chance": "the same for a line drawn at random",
    "top3_by_chance": "for three lines drawn at random",
    "top5_by_chance": "for five lines drawn at random",
}


def to_json(score: ScoreCard) -> str:
    """The card as JSON, with a line feed at its end. What can't be said is null."""
    return msgspec.json.format(msgspec.json.encode(score), indent=1).decode() + "\n"


def to_table(score: ScoreCard) -> str:
    """The figures as plain text, at most 80 columns wide."""
    lines = [f"{'':<24}{'model':>8}   {'95 % interval':<16}{'size only':>9}"]
    for card in score.cards:
        lines += ["", f"{card.task}: {_counts(card)}; {_speed(card)}"]
        lines += [f"  {name:<22}{value:>8}   {interval:<16}{size:>9}".rstrip() for name, value, interval, size in _figures(card)]
        lines += [f"  {line}" for line in _more(card)]
    return "\n".join(lines) + "\n"


def _figures(card: Card) -> Iterator[tuple[str, str, str, str]]:
    """Name, value, interval and the figure of size alone (empty where there is none) of every figure."""
    size_only = card.size_only if isinstance(card, ChangesCard) else {}
    for name, value in card.figures.items():
        low_high = card.interval95.get(name)
        interval = f"{low_high[0]:.3f} to {low_high[1]:.3f}" if low_high else ""
        yield name, f"{value:.3f}", interval, f"{size_only[name]:.3f}" if name in size_only else ""


def _more(card: Card) -> list[str]:
    """What else the card of changes says, a sentence each."""
    if not isinstance(card, ChangesCard):
        return []
    kappa = card.severity.kappa
    agreement = f"quadratic kappa {kappa:.2f}" if kappa is not None else "can't be said"
    return [
        f"calibration error {card.calibration_error:.3f} (adaptive, all items as they stand)",
        f"severity: {agreement}, over {card.severity.count:,} flagged fixes with a known one",
    ]


def _counts(card: Card) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in card.counts.items())


def _speed(card: Card) -> str:
    return f"p50 {card.latency.p50:.0f} ms, p95 {card.latency.p95:.0f} ms"


def _origin(score: ScoreCard) -> list[tuple[str, str]]:
    """What the figures hang on, by name."""
    machine, versions = score.machine, score.versions
    tasks = " ".join(f"--task {card.task}" for card in score.cards)
    return [
        ("command", f"hunkwise evaluate DATA_FOLDER --split {score.split} {tasks}"),
        ("measured", f"{score.created}, in {score.seconds:,.0f} s"),
        ("program", versions.program),
        ("model", versions.model),
        ("features", versions.features),
        ("signals", versions.signals),
        ("settings", f"{versions.settings}, budget {score.budget:g} in a hundred"),
        ("intervals", f"{score.rounds} draws of whole projects, seed {score.seed}"),
        ("machine", f"{machine.cpu}, {machine.cores} cores, {machine.system}, Python {machine.python}, numpy {machine.numpy}"),
    ]


# ----------------------------------------------------------------------------------------------------------------------------- Markdown


def to_markdown(score: ScoreCard) -> str:
    """The card as GitHub-flavoured Markdown."""
    parts = [f"# Score card: {code_span(score.versions.model)} on {score.split}"]
    for card in score.cards:
        parts += [f"## {card.task}", QUESTIONS[card.task], f"{_counts(card)}; {_speed(card)} a change."]
        parts.append(_markdown_table(card))
        parts += [f"{line[0].upper()}{line[1:]}." for line in _more(card)]
        if card.by:
            rows = [f"| {escape_markdown(group.name)} | {group.count:,} | {group.recall:.3f} |" for group in card.by]
            parts.append("\n".join([f"| {code_span(_by_measure(card))} in | harmful ones | recall |", "| --- | ---: | ---: |", *rows]))
    parts += ["## Measured on", "\n".join(f"- {name}: {code_span(one_line(value))}" for name, value in _origin(score))]
    parts.append(
        "\n".join(
            ["| data file | SHA-256 |", "| --- | --- |", *(f"| {code_span(path)} | `{digest}` |" for path, digest in score.data.items())]
        )
    )
    return "\n\n".join(parts) + "\n"


def _markdown_table(card: Card) -> str:
    sized = isinstance(card, ChangesCard)
    head = ["| measure | model | 95 % interval |" + (" size only |" if sized else "") + " meaning |"]
    head.append("| --- | ---: | --- |" + (" ---: |" if sized else "") + " --- |")
    rows = [
        f"| {code_span(name)} | {value} | {interval} |" + (f" {size} |" if sized else "") + f" {MEANINGS[name]} |"
        for name, value, interval, size in _figures(card)
    ]
    return "\n".join(head + rows)


def _by_measure(card: Card) -> str:
    return "recall@5%" if card.task == "changes" else "recall@1.0%"


# --------------------------------------------------------------------------------------------------------------------------------- HTML


def to_html(score: ScoreCard) -> str:
    """The card as a page that runs nothing and fetches nothing."""
    style = (files("hunkwise.render.html") / "style.css").read_text("utf-8") + (files("hunkwise.training") / "card.css").read_text("utf-8")
    title = f"Score card: {score.versions.model} on {score.split}"
    facts = f"Measured on {score.created}, at a budget of {score.budget:g} in a hundred ordinary changes."
    header = element("p", "Hunkwise · score card", "brand") + element("h1", escape_html(title)) + element("p", escape_html(facts), "facts")
    body = element("header", header, "verdict card") + element(
        "main", "".join(_section(card) for card in score.cards) + _origin_section(score)
    )
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape_html(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<title>{escape_html(title)} · Hunkwise</title>\n<style>\n{style}</style>"
    )
    return f'<!doctype html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def _section(card: Card) -> str:
    parts = [element("h2", card.task.capitalize()), element("p", escape_html(QUESTIONS[card.task]), "question")]
    parts += [element("div", _table(card), "scroll")]
    told = [f"{_counts(card)}; {_speed(card)} a change.", *(f"{line[0].upper()}{line[1:]}." for line in _more(card))]
    parts += [element("p", escape_html(" ".join(told)), "facts")]
    figures = "".join(element("figure", element("figcaption", caption) + plot) for caption, plot in _plots(card))
    return element("section", "".join(parts) + (element("div", figures, "plots") if figures else ""), "aside")


def _table(card: Card) -> str:
    sized = isinstance(card, ChangesCard)
    names = ["measure", "model", "95 % interval", *(["size only"] if sized else []), "meaning"]
    head = "".join(element("th", name, "meaning" if name == "meaning" else "", scope="col") for name in names)
    rows = []
    for name, value, interval, size in _figures(card):
        cells = [element("th", escape_html(name), scope="row"), element("td", value, "amount main"), element("td", interval, "amount soft")]
        cells += [element("td", size, "amount soft")] if sized else []
        rows.append(element("tr", "".join([*cells, element("td", MEANINGS[name], "meaning")])))
    return element("table", element("thead", element("tr", head)) + element("tbody", "".join(rows)), "figures")


def _plots(card: Card) -> Iterator[tuple[str, str]]:
    """Captions with their plots."""
    if isinstance(card, ChangesCard) and card.curve:
        yield (
            _caption("Precision over recall", "as many harmful as harmless, by weight"),
            precision_recall_plot(card.curve, card.size_curve),
        )
        yield _caption("Is the risk what it says?", f"calibration error {card.calibration_error:.3f}"), reliability_plot(card.reliability)
    for kind in ("language", "source"):
        of_kind: Sequence[Group] = sorted((group for group in card.by if group.name.startswith(f"{kind} ")), key=lambda group: -group.count)
        if of_kind:
            yield _caption(f"{_by_measure(card)} by {kind}", "with the number of harmful ones"), bars(of_kind, _by_measure(card))


def _caption(title: str, facts: str) -> str:
    return element("strong", escape_html(title)) + element("span", escape_html(facts), "facts")


def _origin_section(score: ScoreCard) -> str:
    rows = "".join(element("dt", name) + element("dd", element("code", escape_html(one_line(value)))) for name, value in _origin(score))
    digests = "".join(
        element("tr", element("th", escape_html(path), scope="row") + element("td", element("code", digest), "soft"))
        for path, digest in score.data.items()
    )
    table = element(
        "table",
        element("thead", '<tr><th scope="col">data file</th><th scope="col">SHA-256</th></tr>') + element("tbody", digests),
        "figures",
    )
    return element("section", element("h2", "Measured on") + element("dl", rows, "origin") + element("div", table, "scroll"), "aside")
