"""A check of ownership is gone."""

from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.removal.losses import lost, tell
from hunkwise.signals.tables.languages import CODE


def _compare(unit: Unit) -> Iterator[Sighting]:
    for loss in lost(unit, "ownership"):
        yield tell(loss, 0.9 if loss.refusal or loss.guard.kind == "attribute" else 0.7)


SIGNAL = Signal(
    id="ownership-check-removed",
    title="A check of ownership is gone",
    kind="guard",
    category="removed-guard",
    severity="high",
    languages=CODE,
    promise="Compares both sides and tells of a condition on whose a thing is that no longer stands anywhere in the file.",
    why="Whoever knows or guesses the number of a thing can then read or change what belongs to somebody else.",
    quiet="Conditions that moved, were turned round, renamed with the same names or put into a function, and those that went "
    "with all they held.",
    remedy="Compare the owner of the thing with the caller again, or ask the store only for things of the caller.",
    cause="The condition `{guard}`, which asked whose this is, is gone, and what it held is still there.",
    since="0.2",
    maturity="stable",
    cwe="CWE-639",
    compare=_compare,
    fires=(
        Example(
            "python",
            "def edit(request, note_id):\n    note = notes.get(note_id)\n    note.update(request.form)\n    return note\n",
            "def edit(request, note_id):\n    note = notes.get(note_id)\n    if note.owner != request.user:\n"
            "        abort(403)\n    note.update(request.form)\n    return note\n",
            line=3,
        ),
        Example(
            "javascript",
            "async function remove(req, res) {\n  const post = await Post.find(req.params.id);\n  await post.remove();\n  res.end();\n}\n",
            "async function remove(req, res) {\n  const post = await Post.find(req.params.id);\n"
            "  if (post.authorId !== req.user.id) {\n    return res.status(403).end();\n  }\n  await post.remove();\n"
            "  res.end();\n}\n",
            line=3,
        ),
        Example(
            "solidity",
            "contract A {\n  address owner;\n  function sweep(address to) public {\n    send(to);\n  }\n}\n",
            "contract A {\n  address owner;\n  function sweep(address to) public {\n    require(msg.sender == owner);\n"
            "    send(to);\n  }\n}\n",
            line=4,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            "def act(request, item):\n    if not (item.owner != request.user):\n        item.delete()\n"
            "        return done(item)\n    raise Refused\n",
            "def act(request, item):\n    if item.owner != request.user:\n        raise Refused\n    item.delete()\n"
            "    return done(item)\n",
        ),
        Example(
            "javascript",
            "async function remove(req, res) {\n  const post = await Post.find(req.params.id);\n"
            "  if (post.authorId === req.user.id) {\n    await post.remove();\n    return res.end();\n  }\n"
            "  res.status(403).end();\n}\n",
            "async function remove(req, res) {\n  const post = await Post.find(req.params.id);\n"
            "  if (post.authorId !== req.user.id) {\n    return res.status(403).end();\n  }\n  await post.remove();\n"
            "  res.end();\n}\n",
        ),
    ),
)
