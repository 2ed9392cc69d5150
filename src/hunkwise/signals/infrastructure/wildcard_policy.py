"""A policy that allows everything, or everyone."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import present
from hunkwise.signals.interface import Example, Sighting, Signal

_ACTION = re.compile(
    r"[\"']?(?:Action|actions|NotAction|not_actions)[\"']?\s*[:=]\s*(?:\[\s*)?[\"'](?P<all>\*|\*:\*" r"|[a-z0-9-]+:\*)[\"']\s*\]?"
)
_PRINCIPAL = re.compile(
    r"[\"']?(?:Principal)[\"']?\s*[:=]\s*(?:[\"']\*[\"']|\{\s*[\"']?AWS[\"']?\s*[:=]\s*(?:\[\s*)?[\"']\*[\"'])"
    r"|identifiers\s*=\s*\[\s*\"\*\"\s*\]"
)
_LIST = re.compile(r"[\"']?(?:Action|actions|Principal|identifiers)[\"']?\s*[:=]\s*\[?\s*$")
_POLICY = re.compile(r"(?i)effect|statement|policy|aws_iam|principal")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if unit.language not in ("hcl", "yaml", "json") or not present(side, "action", "principal", "identifiers"):
        return
    texts = [(number, text) for number, text in side.lines if not text.strip().startswith(("#", "//"))]
    for at, (number, text) in enumerate(texts):
        joined = text + " " + texts[at + 1][1].strip() if _LIST.search(text) and at + 1 < len(texts) else text
        joined = re.sub(r":\s*\[?\s+-?\s*(['\"]?)\*\1\s*$", ': "*"', joined) if unit.language == "yaml" else joined
        action, principal = _ACTION.search(joined), _PRINCIPAL.search(joined)
        if not action and not principal:
            continue
        near = " ".join(other for _, other in texts[max(0, at - 8) : at + 9])
        if not _POLICY.search(near) or re.search(
            r"[\"']?[Ee]ffect[\"']?\s*[:=]\s*[\"']?Deny", " ".join(other for _, other in texts[max(0, at - 4) : at + 4])
        ):
            continue
        if action:
            whole = action["all"] in ("*", "*:*")
            everything = re.search(r"[\"']?[Rr]esources?[\"']?\s*[:=]\s*(?:\[\s*)?[\"']\*[\"']", near)
            yield Sighting(
                (number,),
                {"what": f"action {action['all']}"},
                strength=0.8
                if whole
                else 0.5
                if everything and action["all"] in ("iam:*", "sts:*", "s3:*", "ec2:*", "kms:*", "lambda:*")
                else 0.3,
            )
        else:
            conditional = re.search(r"[Cc]ondition", near)
            yield Sighting((number,), {"what": "everyone"}, strength=0.3 if conditional else 0.7)


SIGNAL = Signal(
    id="wildcard-policy",
    title="A policy that allows everything",
    kind="manifest",
    category="excessive-privilege",
    severity="high",
    languages=frozenset({"hcl", "yaml", "json", "python", "typescript"}),
    promise=("Tells of statements that allow all actions, or any action to everyone, in Terraform, CloudFormation and policy files."),
    why="Whatever holds such a right owns the account when it is taken over.",
    quiet="Denials, all resources of named actions, all actions of one service are told weakly.",
    remedy="Name the actions and the resources.",
    cause="The statement allows `{what}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-250",
    see=_see,
    fires=(
        Example(
            "hcl",
            'resource "aws_iam_policy" "a" {\n'
            "  policy = jsonencode({\n"
            "    Statement = [{\n"
            '      Effect   = "Allow"\n'
            '      Action   = "*"\n'
            '      Resource = "*"\n'
            "    }]\n"
            "  })\n"
            "}\n",
            path="main.tf",
            line=5,
        ),
        Example(
            "json",
            "{\n"
            '  "Statement": [\n'
            "    {\n"
            '      "Effect": "Allow",\n'
            '      "Principal": "*",\n'
            '      "Action": "s3:GetObject",\n'
            '      "Resource": "*"\n'
            "    }\n"
            "  ]\n"
            "}\n",
            path="policy.json",
            line=5,
        ),
        Example(
            "hcl",
            'data "aws_iam_policy_document" "a" {\n'
            "  statement {\n"
            '    effect    = "Allow"\n'
            '    actions   = ["*"]\n'
            '    resources = ["*"]\n'
            "  }\n"
            "}\n",
            path="main.tf",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "json",
            "{\n"
            '  "Statement": [\n'
            "    {\n"
            '      "Effect": "Deny",\n'
            '      "Principal": "*",\n'
            '      "Action": "*",\n'
            '      "Resource": "*"\n'
            "    }\n"
            "  ]\n"
            "}\n",
            path="policy.json",
        ),
        Example(
            "hcl",
            'data "aws_iam_policy_document" "a" {\n  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["*"]\n  }\n}\n',
            path="main.tf",
        ),
    ),
)
