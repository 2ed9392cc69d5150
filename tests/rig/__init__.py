"""The world around the server, on loopback and in this process: GitHub's API with its webhooks, a git server, Postgres.

Tests of every room may import it (`from rig import FakeGitHub`), and so do the GitHub demo and the load bench. It is never shipped. What it
can't have on a machine (Node's registry, Postgres) raises `Unavailable` with the reason, and the fixtures in `rig.fixtures` skip with it.
"""

from rig.faults import Fault
from rig.github import FakeGitHub
from rig.packages import Unavailable
from rig.world import App, Pull, Repository

__all__ = ["App", "FakeGitHub", "Fault", "Pull", "Repository", "Unavailable"]
