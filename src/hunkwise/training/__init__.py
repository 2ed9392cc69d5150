"""Corpora, labels, fitting, evaluation and score cards. Needs the `train` extra; nothing here is imported when a change is judged.

`train` makes a model directory from a data folder, a findings dataset, or both.
"""
