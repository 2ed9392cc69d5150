"""The rules of a SARIF run, made from its findings: category, and the signal that named it where one did."""

from typing import Any

from hunkwise.explain.model import Explanation
from hunkwise.judge.model import Finding
from hunkwise.render.escape import prose_markdown
from hunkwise.render.words import is_address, prose
from hunkwise.text import one_line

LEVEL = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
_SECURITY_SEVERITY = {"critical": 9.5, "high": 8.0, "medium": 5.5, "low": 2.5}
_PRECISION = ((0.9, "very-high"), (0.7, "high"), (0.4, "medium"), (0.0, "low"))


def rule_id(found: Finding) -> str:
    """`category/signal` where a signal gave the finding its name, `category` where only the model did."""
    category, signal = one_line(found.category, 80) or "finding", one_line(found.rule, 80)
    return f"{category}/{signal}" if signal and signal != category else category


def rule(rules: dict[str, dict[str, Any]], found: Finding, explanation: Explanation | None) -> tuple[str, int]:
    """The id and index of the rule of a finding, put into `rules`; its severity and precision are those of its worst finding."""
    name = rule_id(found)
    made = rules.setdefault(name, _descriptor(name, found, explanation))
    properties = made["properties"]
    severity = max(float(properties["security-severity"]), _SECURITY_SEVERITY[found.severity])
    properties["security-severity"] = f"{severity:.1f}"
    made["defaultConfiguration"] = {"level": "error" if severity >= 7 else "warning" if severity >= 4 else "note"}
    order = [word for _, word in _PRECISION]
    properties["precision"] = min(properties["precision"], _precision(found.risk), key=order.index)
    return name, list(rules).index(name)


def _precision(risk: float) -> str:
    return next((word for least, word in _PRECISION if risk >= least), "low")


def _descriptor(name: str, found: Finding, explanation: Explanation | None) -> dict[str, Any]:
    title = prose(found.title, 200) or name
    made: dict[str, Any] = {
        "id": name,
        "name": "".join(word.capitalize() for word in name.replace("/", "-").split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": title, "markdown": f"**{prose_markdown(title)}**"},
        "properties": {"security-severity": "0.0", "precision": "low", "tags": _tags(found)},
    }
    if explanation:
        why, remedy = prose(explanation.why), prose(explanation.remedy)
        made["fullDescription"] = {"text": why or title}
        made["help"] = {
            "text": "\n\n".join(part for part in (title, why, remedy) if part),
            "markdown": "\n\n".join(prose_markdown(part) for part in (why, remedy) if part) or f"**{prose_markdown(title)}**",
        }
        if is_address(explanation.link):
            made["helpUri"] = explanation.link
    return made


def _tags(found: Finding) -> list[str]:
    """At most ten, each once: code scanning shows no more."""
    tags = ["security", one_line(found.category, 60)]
    cwe = found.cwe.strip().lower()
    if cwe.startswith("cwe-") and cwe[4:].isdecimal() and cwe.isascii():
        tags.append(f"external/cwe/cwe-{int(cwe[4:8]):03d}")
    if found.tactic.strip():
        tags.append(f"external/attack/{one_line(found.tactic, 60)}")
    return list(dict.fromkeys(tag for tag in tags if tag))[:10]
