"""From a data folder to a model directory."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from hunkwise.errors import InputError
from hunkwise.features import VERSION as FEATURES
from hunkwise.findings import read_reserved
from hunkwise.heads.artifact import FACTS, FORMAT, TENSORS, Manifest, write
from hunkwise.heads.fuse import SCORES, Fuser, joined, signs
from hunkwise.heads.loading import arrays_of
from hunkwise.heads.trained import Heads
from hunkwise.heads.weakness import WeaknessHead
from hunkwise.signals import Signals
from hunkwise.training.assemble import Layout, bags, lay_out, marks, pairs, require_enough
from hunkwise.training.corpus import Sample, change_samples, file_samples, fingerprint, weakness_samples
from hunkwise.training.evidence_rows import HeadScores, numbers, remembered, tables
from hunkwise.training.fit import Floats
from hunkwise.training.fuser_fit import calibrate, channel, held_out_sums, only, thresholds
from hunkwise.training.grafts import graft_samples
from hunkwise.training.looks import Look, looks
from hunkwise.training.measure import auc
from hunkwise.training.memory_fit import Learned, fact, fit_classes, fit_memory, severities
from hunkwise.training.stack import stack_change, stack_malice, stack_weakness
from hunkwise.version import VERSION

Progress = Callable[[str], None]
SHARES = (0.5, 0.35, 0.15)
"""The parts of the false alarms that flaws, attacks and signals by themselves may cost."""
NEW_FILES = 0.1
"""The part of harmless work that new files make up, for how rare a signal is."""
SPEAKS = 0.5
"""The strength from which a sighting counts."""
ORDINARY = 1.75
"""Mined ordinary changes kept for each fix and each introduction of their repository."""
PUBLIC = {"changes": "changes/train.jsonl.gz", "files": "files/train.jsonl.gz", "weaknesses": "weaknesses/train.jsonl.gz"}


class Corpus(NamedTuple):
    """The looks of all samples, and the SHA-256 of each data file that they came from."""

    looks: list[Look]
    data: dict[str, str]


def public_corpus(folder: Path, seed: int, workers: int, progress: Progress) -> Corpus:
    """The training part of a data folder (`changes/`, `files/`, `weaknesses/`, each with `train.jsonl.gz`).

    Raises InputError where there is none of them, RecordError where a record can't be read or its project is reserved for judging.
    """
    kept_back = read_reserved(folder / "reserved.txt")
    paths = {name: folder / part for name, part in PUBLIC.items() if (folder / part).exists()}
    if "changes" not in paths or "files" not in paths:
        raise InputError(
            f"there is no training data in {folder}",
            "Give a folder with changes/train.jsonl.gz and files/train.jsonl.gz (see the how-to on training)",
        )
    changes = list(change_samples(paths["changes"], kept_back))
    files = list(file_samples(paths["files"], kept_back))
    rest = list(weakness_samples(paths["weaknesses"], kept_back)) if "weaknesses" in paths else []
    samples = [*changes, *files, *graft_samples(changes, files, seed), *rest]
    return Corpus(examined(samples, workers, progress), {name: fingerprint(path) for name, path in paths.items()})


def mined_corpus(folder: Path, kept_back: frozenset[str], workers: int, progress: Progress) -> Corpus:
    """What `hunkwise findings mine` wrote into a folder, of every repository fixes, introductions and some ordinary ones.

    Raises InputError where there is nothing of the kind, RecordError where a record can't be read or its project is reserved for judging.
    """
    paths = sorted((folder / "changes").glob("*.jsonl.gz"))
    if not paths:
        raise InputError(f"there are no mined changes in {folder}", "Make some with `hunkwise findings mine`")
    samples: list[Sample] = []
    for path in paths:
        every = list(change_samples(path, kept_back))
        labelled = [sample for sample in every if sample.fix or sample.let_in]
        plain = [sample for sample in every if not (sample.fix or sample.let_in)]
        samples += [*labelled, *plain[: 2 * int(ORDINARY * len(labelled) / 2)]]
    digest = hashlib.sha256("".join(fingerprint(path) for path in paths).encode()).hexdigest()
    return Corpus(examined(samples, workers, progress), {f"mined from {len(paths)} repositories": digest})


def examined(samples: Sequence[Sample], workers: int, progress: Progress) -> list[Look]:
    """The looks of all samples that have any code, saying how far it is."""
    out = []
    for i, look in enumerate(looks(samples, workers), 1):
        if look.files:
            out.append(look)
        if i % 500 == 0 or i == len(samples):
            progress(f"read {i:,} of {len(samples):,} samples")
    return out


class Trained(NamedTuple):
    """The parts, and what the manifest says of them."""

    heads: Heads
    fuser: Fuser
    manifest: Manifest


def fit(corpus: Corpus, signals: Signals, seed: int, progress: Progress) -> Trained:
    """All parts, from the looks of a corpus. The same corpus and seed give the same parts. Raises InputError where it is too small."""
    layout = lay_out(corpus.looks)
    require_enough(layout)
    learned, places = pairs(layout)
    row_fold = layout.fold[layout.file_of_row]
    change = stack_change(layout.rows, learned, places.tolist(), row_fold, seed, progress)
    malice = stack_malice(bags(layout), layout.fold, seed, progress)
    marked, weight = marks(layout)
    weakness = stack_weakness(layout.windows, marked, weight, layout.fold[layout.file_of_window], progress)
    progress("memory and classes")
    known = known_edits(layout)
    ordinary = [row.change for row, fix in zip(learned.rows, learned.fix, strict=True) if not fix]
    memory = fit_memory(known, ordinary[:6000], seed)
    classes = fit_classes(known, seed)
    fact_fold = np.array([one.fold for one in known], np.int64)
    near = remembered(memory, fact_fold, [row.change for row in layout.rows], row_fold)
    progress("fuser")
    ids = tuple(sorted(signal.id for signal in signals))
    rows = numbers(layout, HeadScores(change.scores, malice.scores, malice.wholes, weakness.scores, *near), ids)
    heads = Heads(change.head, malice.head, WeaknessHead(weakness.words), classes, memory)
    fuser, risk = fused_risks(layout, rows, ids, signals)
    manifest = Manifest(
        format=FORMAT,
        name="hunkwise",
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        program=VERSION,
        features=FEATURES,
        signals=ids,
        seed=seed,
        data=corpus.data,
        counts=counts(corpus.looks),
        thresholds=thresholds(worst_of_looks(layout, risk, "forward", fix=False)),
        metrics=held_out_measures(layout, risk),
        severity=severities([(one.fact.cwe, one.fact.severity) for one in known]),
        files={},
    )
    return Trained(heads, fuser, manifest)


def known_edits(layout: Layout) -> list[Learned]:
    """What the memory keeps: undone fixes, and code with a known weakness."""
    out = []
    seen: set[str] = set()
    for row, file in zip(layout.rows, layout.file_of_row.tolist(), strict=True):
        sample = layout.looks[layout.look_of_file[file]].sample
        path = layout.files[file].path
        wanted = sample.harmful and sample.task in ("change", "weakness") and f"{sample.id} {path}" not in seen
        if wanted and len(row.change.columns):
            seen.add(f"{sample.id} {path}")
            remembered_as = fact(sample.id, sample.project, path, sample.title, sample.cwe, sample.severity)
            out.append(Learned(row.change, row.context, remembered_as, sample.fold))
    return out


def fused_risks(layout: Layout, rows: NDArray[np.float32], ids: tuple[str, ...], signals: Signals) -> tuple[Fuser, Floats]:
    """The fuser, and the risk of every file by sums that didn't see its project."""
    first, second, one, two = tables(layout, rows)
    columns = [*SCORES, *ids, "came", "went", "kinds"]
    every = signs(ids)
    for_flaws = only([*(name for name in SCORES if name not in ("malice", "attack")), *ids, "came", "went", "kinds"], columns, every)
    attacks = [signal.id for signal in signals if signal.tactic or signal.id in ("code-injection", "command-injection")]
    for_attacks = only(["malice", "attack", *attacks], columns, every)
    flaw, attack = held_out_sums(first, for_flaws, rows, layout.fold), held_out_sums(second, for_attacks, rows, layout.fold)
    vulnerable = channel(first, for_flaws, worst_of_looks(layout, flaw, "forward", fix=False))
    malicious = channel(second, for_attacks, worst_of_looks(layout, attack, "forward", fix=False))
    rarity = rarities(layout, rows, ids)
    seen = np.max(rows[:, len(SCORES) : len(SCORES) + len(ids)] * rarity, axis=1, initial=0.0)
    flaws = np.interp(flaw, vulnerable.surprise.at, vulnerable.surprise.value)
    attacked = np.interp(attack, malicious.surprise.at, malicious.surprise.value)
    surprise = np.array([joined(*row, SHARES) for row in zip(flaws.tolist(), attacked.tolist(), seen.tolist(), strict=True)])
    label = np.concatenate([first.harmful, second.harmful])
    calibration = calibrate(np.concatenate([surprise[one], surprise[two]]), label, np.concatenate([first.weight, second.weight]))
    fuser = Fuser(ids, vulnerable, malicious, rarity, SHARES, calibration)
    return fuser, np.interp(surprise, calibration.at, calibration.value)


def rarities(layout: Layout, rows: NDArray[np.float32], ids: tuple[str, ...]) -> NDArray[np.float32]:
    """The surprise of each signal on its own: how seldom it is seen where NEW_FILES of all harmless work are new files, the rest changes.

    One more of each is counted than was seen.
    """
    came = rows[:, len(SCORES) : len(SCORES) + len(ids)] >= SPEAKS
    rates = []
    for harmless in (_ordinary, _benign):
        looks = [i for i, look in enumerate(layout.looks) if harmless(look.sample)]
        mine = np.isin(layout.look_of_file, looks)
        counts = [len(set(layout.look_of_file[mine & came[:, j]].tolist())) for j in range(len(ids))]
        rates.append((np.array(counts) + 1) / (len(looks) + 1))
    return np.asarray(-np.log((1 - NEW_FILES) * rates[0] + NEW_FILES * rates[1]), np.float32)


def _ordinary(sample: Sample) -> bool:
    return sample.task == "change" and sample.way == "forward" and not sample.fix and not sample.harmful


def _benign(sample: Sample) -> bool:
    return sample.task == "file" and not sample.harmful


def worst_of_looks(layout: Layout, risk: Floats, way: str, fix: bool) -> Floats:
    """The risk of each record of a change (fixes or ordinary ones) in one direction: that of its worst file."""
    worst: dict[int, float] = {}
    for i, value in zip(layout.look_of_file.tolist(), risk.tolist(), strict=True):
        sample = layout.looks[i].sample
        if sample.task == "change" and sample.way == way and sample.fix == fix and not sample.let_in:
            worst[i] = max(worst.get(i, -np.inf), value)
    return np.array(list(worst.values()))


def held_out_measures(layout: Layout, risk: Floats) -> dict[str, float]:
    """A few figures on projects that the parts hadn't seen, unweighted; the score card has the full ones on other data."""
    harmful, ordinary = worst_of_looks(layout, risk, "reversed", fix=True), worst_of_looks(layout, risk, "forward", fix=False)
    undone = worst_of_looks(layout, risk, "reversed", fix=False)
    limit = np.quantile(ordinary, 0.99)

    def above(other: Floats) -> float:
        return round(auc(harmful, other, np.ones(len(other)), np.ones(len(harmful))), 4)

    return {
        "auc against ordinary changes": above(ordinary),
        "auc against ordinary changes undone": above(undone),
        "recall at 1 % of ordinary changes": round(float(np.mean(harmful > limit)), 4),
    }


def counts(corpus: Sequence[Look]) -> dict[str, int]:
    """How many samples of each kind were learned from."""
    out: dict[str, int] = {}
    for look in corpus:
        sample = look.sample
        what = "fix" if sample.fix else "introduction" if sample.let_in else "ordinary"
        kind = f"{what} {sample.way}" if sample.task == "change" else sample.task
        name = f"{kind} {'harmful' if sample.harmful else 'harmless'}" if sample.task == "file" else kind
        out[name] = out.get(name, 0) + 1
    return dict(sorted(out.items()))


def save(trained: Trained, folder: Path, card: str) -> Manifest:
    """Writes the model directory. Raises OutputError where it can't."""
    from safetensors.numpy import save as encode  # noqa: PLC0415

    files = {
        TENSORS: encode({name: np.ascontiguousarray(array) for name, array in arrays_of(trained.heads, trained.fuser).items()}),
        FACTS: msgspec.json.encode(trained.heads.memory.facts),
        "CARD.md": card.encode(),
    }
    return write(folder, trained.manifest, files)
