"""What part a file plays: product code, a test, an example, generated or vendored. A role is told, it never hides a file."""

import re

from hunkwise.code.model import Role

_VENDORED = re.compile(
    r"(?:^|/)(?:node_modules|bower_components|jspm_packages|vendor|vendors|vendored|_vendor|third[-_]?party|thirdparty|external|externals"
    r"|site-packages|dist-packages|Godeps|Pods|Carthage)/",
    re.IGNORECASE,
)
_GENERATED_PATH = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock"
    r"|Cargo\.lock|go\.sum|bun\.lock)$|(?:\.min\.(?:js|css|mjs)|[.-]bundle\.js|_pb2(?:_grpc)?\.pyi?|\.pb\.(?:go|cc|h|rb)|\.g\.(?:cs|dart)"
    r"|\.designer\.cs|\.generated\.\w+|_generated\.\w+|(?:^|/)zz_generated[^/]*|\.js\.map)$|(?:^|/)(?:__generated__|generated)/",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"(?:^|/)(?:tests?|testing|__tests__|__mocks__|specs?|fixtures?|testdata|test[-_]data|e2e|mocks?|cypress|src/(?:test|androidTest|integrationTest))/"
    r"|(?:^|/)(?:test_[^/]*|conftest|[^/]*_tests?|[^/]*_spec|[^/]*\.(?:test|spec|cy|e2e|t)|[^/]*Tests?|[^/]*TestCase|[^/]*IT)\.\w+$"
    r"|\.t\.sol$"
)
_EXAMPLE = re.compile(r"(?:^|/)(?:examples?|samples?|demos?|tutorials?|docs?|documentation|snippets|playground|cookbook)/", re.IGNORECASE)
_MARKER = re.compile(
    r"^\W{0,6}\s*(?:Code generated .{0,80}DO NOT EDIT|@generated\b|.{0,60}\b(?:auto-?generated|generated) (?:by|from|file|code)\b"
    r"|.{0,40}\bdo not edit\b.{0,60}\bgenerated\b)",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 1_000
_MINIFIED_LINE = 2_000


def role_of(path: str, text: str) -> Role:
    """The role of the file at `path` with the content `text` (an excerpt will do).

    A marker of generated code counts only in the first thousand characters. An author can choose path and markers, so nothing may be left
    out of a scan for its role.
    """
    if _VENDORED.search(path):
        return "vendored"
    if _GENERATED_PATH.search(path) or _marked(text[:_HEAD]) or _minified(path, text):
        return "generated"
    if _TEST.search(path):
        return "test"
    if _EXAMPLE.search(path):
        return "example"
    return "product"


def _marked(head: str) -> bool:
    # Every marker has the word, which is quick to look for.
    return "generated" in head.lower() and _MARKER.search(head) is not None


def _minified(path: str, text: str) -> bool:
    if not path.endswith((".js", ".css", ".mjs", ".cjs")) or len(text) < 2 * _MINIFIED_LINE:
        return False
    return len(text) / (text.count("\n") + 1) > _MINIFIED_LINE
