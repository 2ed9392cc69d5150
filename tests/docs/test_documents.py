"""Documents that tests can fail: links resolve, commands and options exist, snippets run, everything has its place."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from hunkwise import errors
from hunkwise.change import FileChange
from hunkwise.change.hunks import added_file
from hunkwise.cli import program
from hunkwise.cli.program import TABLE
from hunkwise.code import cut
from hunkwise.judge.policy import read_policy
from hunkwise.judge.suppress import read_suppressions
from hunkwise.signals import Signal, Signals
from hunkwise.signals.declared import read_declared

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
WRITTEN = [path for path in DOCUMENTS if "reference" not in path.parts]
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """The anchors that a code host gives to the headings."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_links_resolve(name: str) -> None:
    """Every relative link leads to a file, and to a heading in it where it names one."""
    path = ROOT / name
    text = re.sub(r"^(`{3,}).*?^\1", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{name} links to {target}"
        assert there.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(there.read_text()), f"{name} links to {target}"


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Every `hunkwise ...` of a shell block, as words."""
    for path in WRITTEN:
        for block in blocks(path.read_text(), "sh"):
            for line in re.sub(r"<<'END'\n.*?^END$", "", block, flags=re.MULTILINE | re.DOTALL).splitlines():
                words = shlex.split(line.replace("|", " | "), comments=True)
                if "hunkwise" in words:
                    yield str(path.relative_to(ROOT)), words[words.index("hunkwise") + 1 :]


@pytest.mark.parametrize(("name", "words"), list(command_lines()), ids=lambda value: value if isinstance(value, str) else " ".join(value))
def test_command_lines_are_possible(name: str, words: list[str]) -> None:
    """Every command and option in a shell block exists and takes what it is given."""
    command: click.Command | None = program
    context = click.Context(program, info_name="hunkwise")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        _, command, words = command.resolve_command(context, words)
        assert command is not None
        context = click.Context(command, parent=context)
    assert command is not None
    command.make_parser(context).parse_args(list(words))


def test_settings_in_documents_are_accepted() -> None:
    """Every TOML block is a valid policy, suppression file or declared signal."""
    for path in [*WRITTEN, ROOT / "docs/reference/settings.md"]:
        for block in blocks(path.read_text(), "toml"):
            if {"review", "github"} & set(tomllib.loads(block)):
                read_policy(block)
            elif "project" in tomllib.loads(block):
                continue  # A package's own file, which isn't ours to judge.
            elif "fires" in tomllib.loads(block):
                read_declared(block, path.name)
            else:
                read_suppressions(block)


def test_the_new_signal_of_the_guide_works() -> None:
    """The signal that the guide writes fires and stays quiet on its own examples."""
    (source,) = blocks((ROOT / "docs/how-to/add-a-signal.md").read_text(), "python")
    space: dict[str, object] = {}
    exec(source, space)  # noqa: S102
    signal = space["SIGNAL"]
    assert isinstance(signal, Signal)
    signals = Signals([signal])
    for example, fires in [*((one, True) for one in signal.fires), *((one, False) for one in signal.stays_quiet)]:
        file: FileChange = added_file("draft.py", example.after)
        seen = signals.look(cut(file)[0])
        assert bool(seen) == fires
        if example.line and fires:
            assert example.line in seen[0].lines


def test_every_command_has_its_place() -> None:
    """Each command and each of its options stands in the reference."""
    text = (ROOT / "docs/reference/cli.md").read_text()
    for entry in TABLE:
        command = entry.load()
        assert f"## hunkwise {entry.name}\n" in text
        for one in [command, *command.commands.values()] if isinstance(command, click.Group) else [command]:
            for option in one.params:
                if isinstance(option, click.Option) and not option.hidden:
                    assert option.opts[0] in text


def test_every_error_and_exit_code_has_its_place() -> None:
    """Each class of error, and each exit code, stands in the reference."""
    text = (ROOT / "docs/reference/errors.md").read_text()
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.HunkwiseError)]
    for kind in kinds:
        assert f"`{kind.__name__}`" in text
        assert f"| {kind.exit_code} |" in text
    for code in (0, 1, 70, 130, 141):
        assert f"| {code} |" in text


def test_every_signal_has_its_page() -> None:
    """Each signal has a page, and each page a signal."""
    pages = {path.stem for path in (ROOT / "docs/reference/signals").glob("*.md")} - {"index"}
    assert pages == {signal.id for signal in Signals.load()}


def test_every_room_stands_in_the_architecture() -> None:
    """Each layer that import-linter holds has its row."""
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    text = (ROOT / "ARCHITECTURE.md").read_text()
    for layer in (layer for line in layers for layer in line.split(" | ")):
        assert f"`{layer}`" in text or f"`{layer.removeprefix('hunkwise.')}`" in text


def test_the_changelog_knows_the_version() -> None:
    """The changelog has a section for what isn't released, and suppressions in the documents haven't ended."""
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text()
    for path in WRITTEN:
        for block in blocks(path.read_text(), "toml"):
            assert all(entry.expires > date(2026, 1, 1) for entry in (read_suppressions(block) if "[[suppress]]" in block else ()))


@pytest.mark.slow
def test_the_tutorial_runs(tmp_path: Path) -> None:
    """Every block of the tutorial that is marked is run as written, with the exit code that it names."""
    text = (ROOT / "docs/tutorial/first-review.md").read_text()
    steps = re.findall(r"<!-- run(?:: (\d))? -->\n```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(steps) >= 4
    home = tmp_path
    environment = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path), "PYTHONUTF8": "1"}
    for code, script in steps:
        result = subprocess.run(["sh", "-e", "-c", script], cwd=home, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == int(code or 0), f"{script}\n{result.stdout}\n{result.stderr}"
        home = tmp_path / "notes"
