"""What `--version` prints: the program and everything that decides a verdict."""

import platform

from hunkwise.version import REPORT_VERSION, VERSION


def versions() -> str:
    """Program, model, features, signals and report, a line each. Raises ArtifactError where the shipped model is damaged."""
    from hunkwise.heads import load_model
    from hunkwise.signals import Signals

    model = load_model()
    signals = Signals.load()
    return "\n".join(
        (
            f"hunkwise {VERSION}",
            f"model    {model.version}",
            f"features {model.features}",
            f"signals  {len(signals)}, digest {signals.digest}",
            f"report   {REPORT_VERSION}",
            f"python   {platform.python_version()}",
        )
    )
