"""Small parts of the page: elements, bars drawn as SVG, code with marks. Whatever goes through here comes out escaped."""

from collections.abc import Sequence

from hunkwise.explain.model import ExcerptLine, Explanation
from hunkwise.render.escape import escape_html
from hunkwise.render.words import code, gap_before, place, stretches, tokens_on

_CLASS = {"-": "gone", "+": "new", " ": ""}
_WORD = {"-": "removed", "+": "added", " ": ""}


def element(tag: str, inner: str, name: str = "", **attributes: str) -> str:
    """An element around HTML that is already safe; `name` is its class."""
    given = ({"class": name} if name else {}) | attributes
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape_html(value)}"' for key, value in given.items())
    return f"<{tag}{written}>{inner}</{tag}>"


def code_of(text: str, limit: int = 160) -> str:
    """A piece of code inside a sentence."""
    return element("code", escape_html(code(text, limit).strip()))


def path_of(path: str, line: int = 0) -> str:
    """`path:line`, which may break after a slash."""
    return element("code", escape_html(place(path, line)).replace("/", "/<wbr>"), "path")


def risk_bar(risk: float, threshold: float, flagged: bool) -> str:
    """The risk from 0 to 1 as a bar, with a mark at the threshold."""
    width, mark = _percent(risk), _percent(threshold)
    label = f"Risk {risk:.2f}, threshold {threshold:.2f}"
    name = f"risk {'over' if flagged else 'under'}"
    return (
        f'<svg class="{name}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{label}">'
        f'<rect class="track" width="100" height="6"/><rect class="value" width="{width:g}" height="6"/>'
        f'<rect class="mark" x="{min(mark, 99.4):g}" width="0.6" height="6"/></svg>'
    )


def weight_bar(weight: float, most: float) -> str:
    """A share of the score: to the right of the middle it raises the risk, to the left it lowers it."""
    length = round(min(abs(weight) / most, 1.0) * 50, 1) if most > 0 else 0.0
    start = 50 if weight >= 0 else 50 - length
    name = "up" if weight >= 0 else "down"
    return (
        '<svg class="weight" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="8"/><rect class="{name}" x="{start:g}" width="{length:g}" height="8"/>'
        '<rect class="middle" x="49.7" width="0.6" height="8"/></svg>'
    )


def _percent(share: float) -> float:
    return round(min(max(share, 0.0), 1.0) * 100, 1)


def excerpt(explanation: Explanation) -> str:
    """The code with the diff's marks, pointers and the tokens that moved the model."""
    lines = explanation.excerpt
    rows: list[str] = []
    for index, line in enumerate(lines):
        if gap_before(lines, index):
            rows.append('<tr class="gap"><td colspan="3" aria-label="lines left out">⋮</td></tr>')
        rows.append(_row(line, tokens_on(explanation, line)))
    return element("table", element("tbody", "".join(rows)), "code", aria_label="Code of the change") if rows else ""


def _row(line: ExcerptLine, tokens: Sequence[str]) -> str:
    names = " ".join(name for name in (_CLASS[line.mark], "at" if line.pointed else "") if name)
    pointer = '<span class="pointer" title="look here">▸</span>' if line.pointed else ""
    mark = f'<td class="sign">{escape_html(line.mark.strip())}</td>'
    number = element("td", f"{pointer}{line.number}", "number")
    words = f'<span class="unseen">{_WORD[line.mark]} </span>' if _WORD[line.mark] else ""
    return element("tr", f"{number}{mark}<td>{words}{_marked(line.text, tokens)}</td>", names)


def _marked(text: str, tokens: Sequence[str]) -> str:
    shown = code(text)
    pieces: list[str] = []
    at = 0
    for start, end in stretches(shown, tokens):
        pieces += [escape_html(shown[at:start]), element("mark", escape_html(shown[start:end]))]
        at = end
    return element("code", "".join((*pieces, escape_html(shown[at:]))))


def diff(patch: str, most: int = 200) -> str:
    """A unified diff as a table of lines."""
    rows: list[str] = []
    for text in patch.rstrip("\n").split("\n")[:most]:
        sign = text[:1] if text[:1] in ("-", "+") and not text.startswith(("---", "+++")) else ""
        rows.append(element("tr", f"<td>{element('code', escape_html(code(text)))}</td>", {"-": "gone", "+": "new"}.get(sign, "plain")))
    return element("table", element("tbody", "".join(rows)), "code patch", aria_label="Patch")
