"""A report for those who read it: terminal, JSON, SARIF, Markdown, HTML.

The only room that knows who reads. A renderer is a pure function of a report and a view; it never prints, writes or asks the network.
Every renderer shows what wasn't examined, and shows nothing from a repository that a terminal, a browser or GitHub would obey.
"""

from hunkwise.render.interface import Renderer, View, renderer, renderer_names

__all__ = ["Renderer", "View", "renderer", "renderer_names"]
