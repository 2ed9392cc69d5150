"""Tests of the room of signals."""
