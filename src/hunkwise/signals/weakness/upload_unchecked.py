"""An uploaded file kept under the name that its sender chose."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import index, named, speaks
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import guarded, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers
from hunkwise.signals.tables.languages import WEB

_STEMS = (
    "upload",
    "filename",
    "originalname",
    "_files",
    "multipart",
    "transferto",
    "savefile",
    "saveas",
    "formfile",
    "original_filename",
    "getclientoriginal",
    "getsubmittedfilename",
)
_NAME = re.compile(
    r"(?i)\b(?:originalname|originalFilename|original_filename|getOriginalFilename|getSubmittedFileName"
    r"|getClientOriginalName|getClientOriginalExtension|\.FileName|\.Filename|\.filename|\.name)\b"
    r"|\[['\"]name['\"]\]"
)
_FROM = re.compile(
    r"(?i)\b(?:files?|upload\w*|multipart\w*|part|image|avatar|photo|attachment|document|header|fileHeader"
    r"|handler|_FILES|params|formFile|postedFile|hpf|item|fileItem)\b"
)
_SINKS = {
    "python": ("save", "open", "write_bytes"),
    "javascript": ("mv", "writeFile", "writeFileSync", "createWriteStream", "rename", "renameSync"),
    "typescript": ("mv", "writeFile", "writeFileSync", "createWriteStream", "rename"),
    "php": ("move_uploaded_file", "copy", "move", "file_put_contents", "storeAs"),
    "java": ("transferTo", "File", "write", "FileOutputStream", "get", "resolve", "copy"),
    "kotlin": ("transferTo", "File", "resolve", "copyTo"),
    "csharp": ("SaveAs", "FileStream", "Create", "Combine"),
    "go": ("Create", "OpenFile", "WriteFile", "SaveUploadedFile", "Join"),
    "ruby": ("open", "write", "binwrite", "join"),
}
_CLEAN = sanitisers.PATH - {"resolve", "normalize", "getName", "abspath", "os.path.abspath", "startswith", "count"} | frozenset(
    {
        "uniqid",
        "uuid",
        "uuidv4",
        "nanoid",
        "randomUUID",
        "Guid.NewGuid",
        "NewGuid",
        "SecureRandom.hex",
        "hex",
        "md5",
        "sha1",
        "hash",
        "now",
        "time",
    }
)
_CHECKS = re.compile(
    r"(?i)allowed|extension|endswith|ends_with|mime|content_?type|whitelist|\bext\b|pathinfo|getimagesize"
    r"|finfo|secure_filename|isValid|in_array|accept|fileFilter"
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS) or _CHECKS.search(index(side).code):
        return
    for call in named(side, _SINKS.get(unit.language, ())):
        for given in call.args[:3]:
            if given.literal is not None:
                continue
            value = origin(side, given, call.line, call.function)
            made = " ".join((given.text, *(step.text for step in value.steps)))
            found = _NAME.search(made)
            if not found or not _FROM.search(made) or value.cleaned(_CLEAN) or guarded(side, value, call.line):
                continue
            if parts(call.path)[0] in ("db", "model", "form", "serializer"):
                continue
            strength = 0.8 if "." not in found[0][:1] or "file" in found[0].lower() or value.request else 0.4
            yield Sighting(
                span(call.line, call.end),
                {"sink": call.path, "source": short(found[0].lstrip("."), 60)},
                way(side, value, call.line, "names the file"),
                strength,
            )
            break


SIGNAL = Signal(
    id="upload-unchecked",
    title="An upload is kept under its sender's name",
    kind="flow",
    category="file-upload",
    severity="high",
    languages=WEB - {"html", "vue"},
    promise="Tells where an uploaded file is written under the name that came with it, without a check of its name or kind.",
    why="A script put into a folder that the server runs is run; with `../` in the name it lands anywhere.",
    quiet="Names made by the program, names and endings that are checked.",
    remedy="Make up the name, allow a list of endings, and keep uploads where nothing is run.",
    cause="`{sink}` keeps an upload as `{source}`.",
    since="0.2",
    maturity="stable",
    cwe="CWE-434",
    see=_see,
    fires=(
        Example(
            "python",
            ('from flask import request\n\ndef upload():\n    file = request.files["file"]\n    file.save("static/" + file.filename)\n'),
            line=5,
        ),
        Example("php", '<?php\nmove_uploaded_file($_FILES["f"]["tmp_name"], "uploads/" . $_FILES["f"]["name"]);\n', line=2),
        Example(
            "java",
            (
                "class A {\n  void upload(MultipartFile file) throws Exception {\n"
                '    file.transferTo(new File("/srv/uploads/" + file.getOriginalFilename()));\n  }\n}\n'
            ),
            line=3,
        ),
        Example(
            "javascript",
            (
                "function upload(req, res) {\n  const file = req.files.avatar;\n"
                '  fs.writeFileSync("uploads/" + req.file.originalname, file.data);\n}\n'
            ),
            line=3,
        ),
    ),
    stays_quiet=(
        Example(
            "python",
            (
                "from flask import request\nfrom werkzeug.utils import secure_filename\n\ndef upload():\n"
                '    file = request.files["file"]\n    file.save("static/" + secure_filename(file.filename))\n'
            ),
        ),
        Example(
            "php",
            (
                "<?php\nif (in_array($ending, $allowed)) {\n"
                '  move_uploaded_file($_FILES["f"]["tmp_name"], "uploads/" . $id . "." . $ending);\n}\n'
            ),
        ),
        Example(
            "java",
            (
                "class A {\n  void upload(MultipartFile file) throws Exception {\n"
                '    file.transferTo(new File("/srv/uploads/" + UUID.randomUUID()));\n  }\n}\n'
            ),
        ),
    ),
)
