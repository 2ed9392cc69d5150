"""Threads that wait sleep: with all cores busy, spinning ones would make training on tiny data take minutes."""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["rig.fixtures"]
