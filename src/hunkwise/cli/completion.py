"""`hunkwise completion`: the completion script of a shell."""

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of SHELL; the shell then completes commands and options.

    \b
    bash   hunkwise completion bash > ~/.local/share/bash-completion/completions/hunkwise
    zsh    hunkwise completion zsh > ~/.zfunc/_hunkwise    (a folder in $fpath)
    fish   hunkwise completion fish > ~/.config/fish/completions/hunkwise.fish
    """
    from click.shell_completion import get_completion_class

    from hunkwise.cli.program import program

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(_source(kind(program, {}, "hunkwise", "_HUNKWISE_COMPLETE")))


def _source(completion: "click.shell_completion.ShellComplete") -> str:
    # Click's own `source` for bash starts a bash to look at its version; the script itself needs none.
    return completion.source_template % completion.source_vars()
