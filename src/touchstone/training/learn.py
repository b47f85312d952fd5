"""From footage to weights: prepare clips, train, calibrate and save; a stopped training continues."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from touchstone.footage.synthesis import PLANTED_BY_NAME, SIZES_BY_NAME, SPLITS, STORED_BY_NAME, Plan, build_corpus
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import CheckpointError, RunError
from touchstone.vocabulary.hashes import file_sha256, sha256_of
from touchstone.vocabulary.progress import Progress
from touchstone.vocabulary.tables import locked, refuse_links

from .folder import KeyFolder, Trained
from .logs import check_logs
from .prepare import prepare, prepared_digest
from .reading import sight_of
from .samples import Goal, open_samples
from .settings import Training
from .store import Store


def train(training: Training, building: Progress, preparing: Progress, learning: Progress) -> tuple[Trained, ...]:
    """Train the specialists of ``training``, one after the other; the work of earlier calls is kept.

    Args:
        training: settings.
        building: reports every clip of the built-in corpus, if it is made.
        preparing: reports every clip that is read.
        learning: reports every step and epoch.

    Raises:
        UsageError: the folder was begun with other settings.
        CorpusError: the footage cannot be used.
        CheckpointError: the weights to start from cannot be used.
        MissingExtraError: a log needs a package that is not installed.
        RunError: a saved file cannot be read, or training failed.
        StoppedError: stopped by Ctrl-C; the same call continues.
    """
    from touchstone.detectors.load import choose_device

    from .teach import teach

    check_logs(training.logs)
    choose_device(training.device)
    if training.start is not None and not training.start.is_file():
        raise CheckpointError(f"{training.start}: no such file; name a file of weights with {option('start')}")
    with locked(training.out, RunError, option("out")):
        inside = [*training.keys, *(f"{key}/tensorboard" for key in training.keys), "prepared", "corpus"]
        refuse_links(training.out, inside, RunError)
        samples = open_samples(_corpus(training, building), training.changes(), strict_paths=training.strict_paths)
        for note in samples.corpus.notes:
            preparing.note(note)
        goals = {key: samples.goal(key, training.seed) for key in training.keys}
        folders = {key: KeyFolder(training.out, key) for key in training.keys}
        digest = prepared_digest(samples)
        for key, folder in folders.items():
            folder.begin(_settings(training, key, goals[key], digest))
        waiting = [key for key in training.keys if not folders[key].finished]
        stores: dict[str, Store] = {}
        if waiting:
            wanted = tuple(dict.fromkeys(sight_of(key, training.network) for key in waiting))
            stores = prepare(samples, wanted, training.out / "prepared", preparing, training.workers)
        done: list[Trained] = []
        for key in training.keys:
            if key in waiting:
                store = stores[sight_of(key, training.network).name]
                done.append(teach(training, samples, goals[key], store, folder=folders[key], learning=learning))
            else:
                done.append(folders[key].trained())
        return tuple(done)


def _corpus(training: Training, building: Progress) -> Path:
    if training.corpus is not None:
        return training.corpus
    plan = Plan(
        clips=SIZES_BY_NAME["training"],
        splits=tuple(SPLITS["training"].items()),
        planted=PLANTED_BY_NAME["training"],
        stored=STORED_BY_NAME["training"],
    )
    return build_corpus(training.out / "corpus", plan, building, training.workers).folder


def _settings(training: Training, key: str, goal: Goal, digest: str) -> dict[str, Any]:
    """All settings that the weights depend on."""
    marks = goal.fake.tobytes() + goal.train.tobytes() + goal.val.tobytes()
    return {
        "network": training.network,
        **asdict(training.recipe(key)),
        "steps": training.steps,
        "seed": training.seed,
        "augment": [str(change) for change in training.changes()],
        "from": None if training.start is None else file_sha256(training.start),
        "freeze_backbone": training.freeze_backbone,
        "prepared clips": digest,
        "division of clips": sha256_of(marks).hex()[:16],
    }
