"""Signals that compare both sides: a guard, an escape or a limit that was there and is gone or weaker."""
