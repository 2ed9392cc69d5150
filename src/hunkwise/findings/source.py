"""Which paths are source files, and in which language."""

from pathlib import PurePosixPath

_LANGUAGES = {
    "python": "py pyi pyw",
    "javascript": "js jsx mjs cjs",
    "typescript": "ts mts cts",
    "tsx": "tsx",
    "vue": "vue",
    "html": "html htm",
    "java": "java",
    "kotlin": "kt kts",
    "scala": "scala",
    "go": "go",
    "c": "c h",
    "cpp": "cc cpp cxx hh hpp hxx",
    "csharp": "cs",
    "php": "php phtml inc",
    "ruby": "rb rake gemspec",
    "rust": "rs",
    "swift": "swift",
    "solidity": "sol",
    "vyper": "vy",
    "move": "move",
    "cairo": "cairo",
    "shell": "sh bash zsh ksh",
    "powershell": "ps1 psm1 psd1",
    "perl": "pl pm",
    "lua": "lua",
    "sql": "sql",
    "hcl": "tf hcl",
    "yaml": "yml yaml",
    "dockerfile": "dockerfile",
}
_BY_ENDING = {ending: language for language, endings in _LANGUAGES.items() for ending in endings.split()}
_BY_NAME = {"dockerfile": "dockerfile", "rakefile": "ruby", "gemfile": "ruby"}


def language_of(path: str) -> str:
    """The language of the source file at `path`, or an empty string where the path is no source file's."""
    name = PurePosixPath(path).name.lower()
    return _BY_NAME.get(name) or (_BY_ENDING.get(name.rsplit(".", 1)[1], "") if "." in name else "")


def tidy_path(path: str) -> str:
    """`path` with `/`, without a leading `./`, `/` or drive: a label to show, never a place to open."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join(parts[1:] if parts and parts[0].endswith(":") else parts)
