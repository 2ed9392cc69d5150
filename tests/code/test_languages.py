"""Languages by name, extension and first line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.code.languages import language_of

_PATHS = {
    "a/b.py": "python",
    "setup.py": "python",
    "x.pyi": "python",
    "a.js": "javascript",
    "a.mjs": "javascript",
    "a.jsx": "javascript",
    "a.ts": "typescript",
    "a.tsx": "tsx",
    "A.vue": "vue",
    "index.html": "html",
    "t/base.html.j2": "html",
    "t/mail.txt.jinja": "html",
    "v/show.html.erb": "html",
    "v/show.ejs": "html",
    "A.java": "java",
    "A.kt": "kotlin",
    "build.gradle.kts": "manifest",
    "m.go": "go",
    "m.c": "c",
    "m.h": "c",
    "m.cc": "cpp",
    "m.HPP": "cpp",
    "M.cs": "csharp",
    "i.php": "php",
    "i.rb": "ruby",
    "Rakefile": "ruby",
    "l.rs": "rust",
    "C.sol": "solidity",
    "x.sh": "shell",
    "x.ps1": "powershell",
    "x.pl": "perl",
    "x.pm": "perl",
    "x.sql": "sql",
    "Dockerfile": "dockerfile",
    "docker/Dockerfile.prod": "dockerfile",
    "api.dockerfile": "dockerfile",
    "main.tf": "hcl",
    "c.yaml": "yaml",
    ".github/workflows/ci.yml": "workflow",
    "sub/.github/workflows/ci.yaml": "workflow",
    "action.yml": "workflow",
    "x.bat": "batch",
    "x.lua": "lua",
    "x.json": "json",
    "x.toml": "toml",
    "README.md": "markdown",
    "package.json": "manifest",
    "a/package-lock.json": "manifest",
    "requirements.txt": "manifest",
    "requirements-dev.txt": "manifest",
    "requirements/base.txt": "manifest",
    "dev-requirements.txt": "manifest",
    "pyproject.toml": "manifest",
    "setup.cfg": "manifest",
    "Gemfile": "manifest",
    "Gemfile.lock": "manifest",
    "go.mod": "manifest",
    "go.sum": "manifest",
    "Cargo.toml": "manifest",
    "Cargo.lock": "manifest",
    "composer.json": "manifest",
    "pom.xml": "manifest",
    "build.gradle": "manifest",
    "yarn.lock": "manifest",
    "pnpm-lock.yaml": "manifest",
    "poetry.lock": "manifest",
    "notes.txt": "text",
    "LICENSE": "text",
    "": "text",
}


@pytest.mark.parametrize(("path", "language"), _PATHS.items())
def test_names_and_extensions_tell_the_language(path: str, language: str) -> None:
    """A path alone is enough for every known name and extension."""
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("first_line", "language"),
    [
        ("#!/bin/sh", "shell"),
        ("#!/usr/bin/env python3", "python"),
        ("#!/usr/bin/env -S node --no-warnings", "javascript"),
        ("#! /usr/bin/perl -w", "perl"),
        ("\ufeff#!/usr/bin/env ruby", "ruby"),
        ("<?php echo 1;", "php"),
        ("#!/opt/unknown", "text"),
        ("hello", "text"),
    ],
)
def test_the_first_line_tells_where_the_name_says_nothing(first_line: str, language: str) -> None:
    """A script without extension is known by its `#!` line."""
    assert language_of("bin/tool", first_line) == language


def test_the_name_weighs_more_than_the_first_line() -> None:
    """A `#!` line can't turn a Python file into something else."""
    assert language_of("a.py", "#!/bin/sh") == "python"


@given(path=st.text(max_size=60), first_line=st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_path_has_a_language(path: str, first_line: str) -> None:
    """Whatever a path looks like, the answer is a word and nothing is raised."""
    assert language_of(path, first_line).isalpha()
