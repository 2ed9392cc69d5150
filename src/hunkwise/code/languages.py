"""Which language a file is in: by its name, its extension, or its first line."""

import re
from pathlib import PurePosixPath

_BY_EXTENSION: dict[str, str] = {
    extension: language
    for language, extensions in {
        "python": "py pyi pyw pyx pxd wsgi sage bzl star",
        "javascript": "js mjs cjs jsx es6 jsm",
        "typescript": "ts mts cts",
        "tsx": "tsx",
        "vue": "vue svelte",
        "html": "html htm xhtml jinja jinja2 j2 jhtml tmpl tpl twig hbs handlebars mustache liquid njk erb rhtml ejs eta jsp jspx asp aspx "
        "ascx cshtml razor ftl vm",
        "java": "java",
        "kotlin": "kt kts",
        "go": "go",
        "c": "c h",
        "cpp": "cc cpp cxx c++ hh hpp hxx h++ ipp inl tpp cu cuh ino mm",
        "csharp": "cs csx",
        "php": "php php3 php4 php5 php7 phtml inc phps",
        "ruby": "rb rake gemspec ru rbw jbuilder podspec",
        "rust": "rs",
        "solidity": "sol",
        "shell": "sh bash zsh ksh ash bats command ebuild",
        "powershell": "ps1 psm1 psd1",
        "perl": "pl pm t cgi psgi",
        "sql": "sql ddl dml psql pgsql mysql plsql",
        "dockerfile": "dockerfile containerfile",
        "hcl": "tf tfvars hcl nomad",
        "yaml": "yaml yml",
        "batch": "bat cmd",
        "lua": "lua luau rockspec",
        "json": "json json5 jsonc geojson webmanifest",
        "toml": "toml",
        "markdown": "md markdown mdx rst adoc",
        "manifest": "csproj",
    }.items()
    for extension in extensions.split()
}

_BY_NAME: dict[str, str] = {
    name: language
    for language, names in {
        "manifest": "package.json package-lock.json npm-shrinkwrap.json pyproject.toml setup.cfg gemfile gemfile.lock go.mod go.sum "
        "cargo.toml cargo.lock composer.json composer.lock pom.xml build.gradle build.gradle.kts settings.gradle yarn.lock "
        "pnpm-lock.yaml poetry.lock pipfile pipfile.lock uv.lock bun.lock .npmrc .yarnrc pip.conf pip.ini .condarc nuget.config",
        "workflow": "action.yml action.yaml",
        "dockerfile": "dockerfile containerfile",
        "ruby": "rakefile vagrantfile podfile fastfile brewfile capfile guardfile config.ru",
        "shell": ".bashrc .bash_profile .profile .zshrc .zshenv pkgbuild apkbuild .envrc",
        "python": "sconstruct sconscript wscript",
        "javascript": "jakefile",
    }.items()
    for name in names.split()
}

NO_PROGRAM = frozenset({"manifest", "workflow", "yaml", "json", "toml", "markdown", "text", "hcl", "dockerfile"})
"""Languages of settings and words: nothing of theirs is learned, by hand-made rules alone they are judged."""

_REQUIREMENTS = re.compile(r"(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)")
_DOCKERFILE = re.compile(r"(?:docker|container)file[._-].+|.+[._-](?:docker|container)file")
_WORKFLOW = re.compile(r"(?:^|/)\.(?:github|gitea|forgejo)/workflows/[^/]+\.ya?ml$", re.IGNORECASE)
_SHEBANG = re.compile(r"#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|\w+=\S*\s+)*)?(?:\S*/)?([A-Za-z]+)")
_PROGRAMS = {
    "python": "python",
    "pypy": "python",
    "node": "javascript",
    "nodejs": "javascript",
    "deno": "typescript",
    "bun": "typescript",
    "sh": "shell",
    "bash": "shell",
    "zsh": "shell",
    "ksh": "shell",
    "dash": "shell",
    "ash": "shell",
    "bats": "shell",
    "perl": "perl",
    "ruby": "ruby",
    "php": "php",
    "pwsh": "powershell",
    "powershell": "powershell",
    "lua": "lua",
    "luajit": "lua",
}
_TEMPLATES = frozenset({"jinja", "jinja2", "j2", "erb", "tmpl", "tpl", "ejs", "twig"})


def language_of(path: str, first_line: str = "") -> str:
    """The language of the file at `path` (with `/` between its parts); `first_line` tells by its `#!` where the name says nothing.

    Always a word: `text` where nothing else fits.
    """
    pure = PurePosixPath(path)
    name = pure.name.lower()
    if _WORKFLOW.search(path):
        return "workflow"
    if name in _BY_NAME:
        return _BY_NAME[name]
    if _REQUIREMENTS.fullmatch(name) or (pure.parent.name == "requirements" and name.endswith((".txt", ".in"))):
        return "manifest"
    extension = name.rpartition(".")[2] if "." in name else ""
    if extension in _TEMPLATES and name.count(".") > 1:
        inner = _BY_EXTENSION.get(name.split(".")[-2], "html")
        return "html" if inner in ("markdown", "json", "toml") else inner
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    if _DOCKERFILE.fullmatch(name):
        return "dockerfile"
    if extension not in ("", "txt", "log", "csv", "xml", "svg", "css") or "." not in name:
        found = _SHEBANG.match(first_line.lstrip("\ufeff")[:300])
        if found:
            return _PROGRAMS.get(found[1].lower(), "text")
        if first_line.lstrip("\ufeff").startswith("<?php"):
            return "php"
    return "text"
