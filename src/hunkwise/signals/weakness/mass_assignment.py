"""A record filled with whatever a request holds."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import shape, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "permit",
    "extract(",
    "parse_str",
    "params",
    "body",
    "request",
    "fillable",
    "guarded",
    "fields",
    "attr_accessible",
    "updatemodel",
    "setattr",
    "initbinder",
    "unguard",
    "_post",
    "attributes",
    "assign",
    "input()",
)
_ALL = "takes whatever fields the request holds"
_SHAPES = (
    shape(
        "sets any variable of the program",
        r"\b(?:extract|parse_str|import_request_variables)\(\s*\$_(?:GET|POST|REQUEST|COOKIE|SERVER)\b[^,)]*\)"
        r"|\b(?:mb_)?parse_str\(\s*\$[\w\[\]'\"]+\s*\)\s*;|\$\$_?(?:GET|POST|REQUEST)\b|\$\{\s*\$_(?:GET|POST"
        r"|REQUEST)",
        ("php",),
        unless=r"EXTR_SKIP",
    ),
    shape(
        "permits every field",
        r"\bpermit!|\battr_accessible\s+:(?:admin|role|account_id|user_id|is_admin|banned)\b"
        r"|\bpermit\([^)\n]{0,160}:(?:admin|role|account_id|banned|is_admin)\b|\bwithout_protection\s*(?::"
        r"|=>)\s*true|\bto_unsafe_h(?:ash)?\b|\bpermit_all_parameters\s*=\s*true",
        ("ruby",),
    ),
    shape(
        _ALL,
        r"\b[A-Z]\w*\.(?:new|create!?|build|update!?|assign_attributes|insert"
        r"|upsert)[ (]+params\[:?['\"]?\w+['\"]?\](?!\.permit)\s*\)?(?!\[)|\.(?:update_attributes!?|update!?"
        r"|assign_attributes|attributes\s*=)[ (]*params\[:?['\"]?\w+['\"]?\](?!\.permit|\[)",
        ("ruby",),
    ),
    shape(
        _ALL,
        r"\b[A-Z]\w*(?:\.objects\.(?:create|update|get_or_create"
        r"|filter\([^)\n]{0,60}\)\.update))?\(\s*\*\*\s*(?:dict\()?(?:self\.)?request\.(?:json|form|data|POST"
        r"|GET|args|values|get_json\(\))|\bfor\s+\w+\s*,\s*\w+\s+in\s+(?:self\.)?request\.(?:json|form|data"
        r"|POST|args)\.items\(\)\s*:\s*\n\s*setattr\(",
        ("python",),
    ),
    shape("lets every field of the model be filled", r"\bfields\s*=\s*['\"]__all__['\"]", ("python",), strength=0.4),
    shape(
        _ALL,
        r"\b(?!(?:\w*Error|JSON|String|Number|Boolean|Buffer|Promise|Date|Object|Array|Math|\w*Schema|\w*Valid\w*|Joi|Yup|URLSearchParams)\b)"
        r"(?:new\s+)?[A-Z]\w*(?:\.(?:create|build|update|insertMany|bulkCreate|findByIdAndUpdate"
        r"|findOneAndUpdate|updateOne|upsert))?\((?:[^()\n{]{0,60},\s*)?(?:\{\s*\.\.\.)?req(?:uest)?\.(?:body"
        r"|query)\s*[,)}]|\bObject\.assign\(\s*\w*(?:user|account|model|record|doc|item|profile"
        r"|entity)\w*\s*,\s*req(?:uest)?\.(?:body|query)\s*\)|\b_\.(?:extend|merge"
        r"|assign)\(\s*\w+\s*,\s*req\.body\s*\)",
        ("javascript", "typescript"),
    ),
    shape(
        "lets every field of the model be filled",
        r"\$guarded\s*=\s*(?:\[\s*\]|array\(\s*\))\s*;|\bunguard\(\s*\)|\bforceFill\(\s*\$request"
        r"|\$fillable\s*=\s*\[[^\]]*['\"](?:is_admin|role|role_id|admin)['\"]",
        ("php",),
    ),
    shape(
        _ALL,
        r"(?:::create|->update|->fill|::insert|->forceFill|::updateOrCreate"
        r"|new\s+[A-Z]\w*)\(\s*(?:\$request->(?:all|input|post|query)\(\s*\)|\$_(?:POST|GET|REQUEST)"
        r"|Input::all\(\)|request\(\)->all\(\))\s*\)",
        ("php",),
    ),
    shape(
        _ALL,
        r"\b(?:Try)?UpdateModel(?:Async)?\(\s*\w+\s*\)"
        r"|\bTryUpdateModelAsync(?:<\w+>)?\(\s*\w+\s*(?:,\s*\"\"\s*)?\)"
        r"|\bTryUpdateModel\(\s*\w+\s*,\s*\"\"\s*\)",
        ("csharp",),
    ),
    shape(
        _ALL,
        r"\bBeanUtils\.(?:populate|copyProperties)\(\s*\w+\s*,\s*(?:request\.getParameterMap\(\)"
        r"|\w*[mM]ap\w*)\s*\)|\bsetAllowedFields\(\s*\"\*\"",
        ("java", "kotlin"),
    ),
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    yield from spots(unit, side, _STEMS, _SHAPES)


SIGNAL = Signal(
    id="mass-assignment",
    title="A request fills every field of a record",
    kind="pattern",
    category="mass-assignment",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise="Tells where a record is made or changed from a request as a whole, or where every field may be filled.",
    why="A field that the form never showed, such as a role or an owner, is set by whoever adds it to the request.",
    quiet="Fields named one by one, a list of permitted ones, objects made for the form.",
    remedy="Name the fields that a request may set.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-915",
    see=_see,
    fires=(
        Example("ruby", "def create\n  User.create(params.require(:user).permit!)\nend\n", line=2),
        Example("ruby", "def change\n  @user.update_attributes(params[:user])\nend\n", line=2),
        Example(
            "javascript", "async function create(req, res) {\n  const user = await User.create(req.body);\n  return user.id;\n}\n", line=2
        ),
        Example("python", "from flask import request\n\ndef create():\n    return User(**request.json)\n", line=4),
        Example("php", "<?php\nfunction create($request) {\n  return User::create($request->all());\n}\n", line=3),
    ),
    stays_quiet=(
        Example("ruby", "def create\n  User.create(params.require(:user).permit(:name, :mail))\nend\n"),
        Example("javascript", "async function create(req) {\n  return User.create({ name: req.body.name, mail: req.body.mail });\n}\n"),
        Example("python", 'from flask import request\n\ndef create():\n    return User(name=request.json["name"])\n'),
        Example("php", '<?php\nfunction create($request) {\n  return User::create($request->only(["name", "mail"]));\n}\n'),
    ),
)
