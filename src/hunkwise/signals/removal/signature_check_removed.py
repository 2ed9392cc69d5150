"""A check of a signature or a checksum is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "signature"):
        yield tell(loss, 0.9 if loss.refusal or loss.guard.kind == "attribute" else 0.7)


SIGNAL = Signal(
    id="signature-check-removed",
    title="A check of a signature or a checksum is gone",
    kind="guard",
    category="removed-guard",
    severity="critical",
    languages=CODE,
    promise="Compares both sides and tells of a condition on a signature, a certificate, a checksum or a message code that no "
    "longer stands anywhere in the file.",
    why="What came over a wire or from a disk is then believed whoever made it.",
    quiet="Conditions that moved, were turned round, renamed with the same names or put into a function, and those that went "
    "with all they held.",
    remedy="Verify before anything of the content is used, and refuse what fails.",
    cause="The condition `{guard}`, which asked for a valid signature, is gone, and what it held is still there.",
    since="0.2",
    maturity="stable",
    cwe="CWE-347",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def load(blob, tag):\n    return parse(blob)\n",
            'def load(blob, tag):\n    if not verify_signature(blob, tag):\n        raise ValueError("signature")\n'
            "    return parse(blob)\n",
            line=2,
        ),
        Example(
            "go",
            "package a\n\nfunc load(b, sum []byte) (*Doc, error) {\n\treturn parse(b)\n}\n",
            "package a\n\nfunc load(b, sum []byte) (*Doc, error) {\n"
            "\tif !bytes.Equal(checksum(b), sum) || !verify(b, sum) {\n\t\treturn nil, errBad\n\t}\n\treturn parse(b)\n"
            "}\n",
            line=4,
        ),
        Example(
            "c",
            "int boot(struct image *im) {\n  run(im);\n  return 0;\n}\n",
            "int boot(struct image *im) {\n  if (check_signature(im) != 0)\n    return -EINVAL;\n  run(im);\n  return 0;\n}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def act(request, item):\n    if not (not verify_signature(item.blob, item.tag)):\n        item.delete()\n"
            "        return done(item)\n    raise Refused\n",
            "def act(request, item):\n    if not verify_signature(item.blob, item.tag):\n        raise Refused\n"
            "    item.delete()\n    return done(item)\n",
        ),
        Example(
            "c",
            "int boot(struct image *im) {\n  int rc = check_signature(im);\n  if (rc != 0)\n    return -EINVAL;\n"
            "  run(im);\n  return 0;\n}\n",
            "int boot(struct image *im) {\n  if (check_signature(im) != 0)\n    return -EINVAL;\n  run(im);\n  return 0;\n}\n",
        ),
    ),
)
