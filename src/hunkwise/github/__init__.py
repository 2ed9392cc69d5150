"""GitHub: the App's identity, its webhooks, reading repositories, publishing verdicts, commands in comments.

Calls go through `Client` alone. Nothing that GitHub sends is trusted before its signature holds, and nothing of a repository is run.
"""

from hunkwise.github.anchor import Anchor, anchor
from hunkwise.github.client import Client, GitHubApp, Later, Refused
from hunkwise.github.clones import EMPTY_TREE, Clones, Denied, Gone
from hunkwise.github.commands import Command, chosen, commands_in, dismissed
from hunkwise.github.credentials import Credentials, read_credentials, write_credentials
from hunkwise.github.events import Payload, read_payload
from hunkwise.github.publish import Subject
from hunkwise.github.pulled import PulledRange
from hunkwise.github.webhook import Hook, Malformed, Unsigned, receive
from hunkwise.github.words import Assessment, Told

__all__ = [
    "EMPTY_TREE",
    "Anchor",
    "Assessment",
    "Client",
    "Clones",
    "Command",
    "Credentials",
    "Denied",
    "GitHubApp",
    "Gone",
    "Hook",
    "Later",
    "Malformed",
    "Payload",
    "PulledRange",
    "Refused",
    "Subject",
    "Told",
    "Unsigned",
    "anchor",
    "chosen",
    "commands_in",
    "dismissed",
    "read_credentials",
    "read_payload",
    "receive",
    "write_credentials",
]
