"""A finding put into reasons that a reviewer can check: cause, lines, nearest known findings, what-if, remedy.

Every line that is quoted exists in the change; `unfounded` lists those that don't.
"""

from hunkwise.explain.explanation import explain
from hunkwise.explain.quotes import quotes, unfounded

__all__ = ["explain", "quotes", "unfounded"]
