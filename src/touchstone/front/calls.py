"""The four calls: analyze footage, examine scores, inspect checkpoints and load a run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, cast, runtime_checkable

from touchstone.report import Written
from touchstone.runs import RunFolder, draw_conclusions, question_of, read_tables
from touchstone.scores import Options, is_values, names_videos, sheet_of_data, sheet_of_labels, sheets_of_data
from touchstone.vocabulary import defaults
from touchstone.vocabulary.allowed import checked, path_of, several, text_of, wrong
from touchstone.vocabulary.errors import StoppedError, UsageError
from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.sheets import Sheet

from .door import python_door
from .run import RunResult

if TYPE_CHECKING:
    from touchstone.detectors.inference import Progress

    from .checkpoints import CheckpointResult


_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".parquet", ".gz"})
"""Endings by which a word in a list is the name of a file, also of one that is not there."""

_LONGEST_FILE = 255
"""Characters of the name of a file that a system takes."""


@runtime_checkable
class HasState(Protocol):
    """A module of torch, or any other object with a state dict."""

    def state_dict(self) -> Mapping[str, Any]:
        """The tensors by name."""
        ...


@python_door
def analyze(
    corpus: str | Path,
    detectors: str | Path,
    out: str | Path | None = None,
    *,
    only: str | Sequence[str] = (),
    max_videos_per_class: int | None = None,
    seed: int = defaults.SEED,
    frames: int = defaults.FRAMES_PER_VIDEO,
    window: float = defaults.WINDOW,
    threshold: float | None = None,
    aggregation: defaults.Aggregation | None = None,
    split: defaults.JudgedSplit | None = None,
    missing: defaults.MissingScores | None = None,
    min_coverage: float | None = None,
    prevalence: float | None = None,
    cost: float | None = None,
    batch_size: int | None = None,
    device: str = defaults.DEVICE,
    workers: int | None = None,
    memory_per_worker: float | None = None,
    timeout: float = defaults.TIMEOUT,
    faces: str = defaults.FACES,
    profile: bool = False,
    only_scores: bool = False,
    retry_failed: bool = False,
    strict_paths: bool = False,
    raw_csv: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Run detectors over labelled videos, and say how good they are, why they fail and what to do.

    The same as the command ``touchstone analyze``. A run that was stopped continues with the same call. It works in a
    notebook, and in a script without ``if __name__ == "__main__":``.

    Args:
        corpus: folder that holds ``real/`` and ``fake/``, or a manifest with the columns path and label.
        detectors: ``detectors.toml``, or a folder of checkpoints named by specialist.
        out: run folder. With ``None`` it is a temporary folder, which is removed together with the result.
        only: use only the detectors of these domains, named by their keys; all detectors if empty.
        max_videos_per_class: use at most this many real and this many fake videos, at least 1, drawn with ``seed``.
        seed: random seed for the choice of those videos, a whole number.
        frames: frames scored per video, evenly spread; 1 to 256.
        window: length in seconds of the window of consecutive frames and sound; 0.1 to 60.
        threshold: a video counts as fake where P(fake) is at least this, in [0, 1]; ``None``: that last used in ``out``, or 0.5.
        aggregation: how the scores of a video's frames become one; ``None``: that last used in ``out``, or mean.
        split: the split that is judged where videos name theirs, or ``all`` to pool them; ``None``: test, then val.
        missing: what a video without a real score (failed, abstained, filled in, missing) counts as: ``exclude`` leaves it out,
            ``as-real``, ``as-fake`` and ``as-chance`` count it with P(fake) 0, 1 and 0.5; ``None``: that last used in ``out``, or
            exclude.
        min_coverage: share of the videos for which every detector must have a real score, in [0, 1]; ``None``: the value last
            used in ``out``, or 0. Nothing is raised: ``result.too_few_scores`` has a sentence for each detector with fewer.
        prevalence: share of fakes among the videos that will be judged, in (0, 1): the best threshold there is sought and held
            against the one in use; ``None``: that last used in the run folder, or none.
        cost: how many false alarms a missed fake costs; ``None``: that last used in the run folder, or none.
        batch_size: pictures per network pass, at least 1; ``None`` chooses for the device.
        device: ``auto``, ``cpu``, ``cuda`` or ``cuda:1``.
        workers: processes that read videos, at least 1; ``None`` chooses for the machine.
        memory_per_worker: gigabytes of memory that a process that reads videos may take, at least 0.5; ``None``: four fifths of
            the free memory, shared by these processes, and at least 2.1.
        timeout: seconds after which a video counts as unreadable, at least 1.
        faces: face detector: ``auto``, ``dlib``, ``cascade``, ``none``, ``yunet:FILE`` or ``known:X,Y,WIDTH,HEIGHT``.
        profile: say where the time went, by stage, detector and video: in the report and in ``analysis/profile.json``.
        only_scores: compute the scores and what follows from them; neither the footage nor the weights of the checkpoints are
            measured, and no cause is sought there.
        retry_failed: read again the videos of the run in ``out`` that failed because of the machine: for lack of time, memory or
            disk, or because a process died. All other rows stay as they are. With it, ``timeout`` may be another.
        strict_paths: refuse footage that lies outside its folder: by ``..``, by an absolute path or through a link. Otherwise a
            note says so.
        raw_csv: write CSV cells that begin with ``=``, ``+``, ``-``, ``@``, tab or a line break as they are. Otherwise an
            apostrophe before them keeps spreadsheets from running them.
        progress: reports every step, see :class:`touchstone.detectors.inference.Progress`; ``None`` reports nothing.

    Raises:
        TouchstoneError: something that the caller can fix, before any work is done.

    >>> import touchstone as ts
    >>> from touchstone.footage.synthesis import Plan, build_corpus
    >>> from touchstone.detectors.inference import Silent
    >>> folder = getfixture("tmp_path")
    >>> _ = (folder / "detectors.toml").write_text('[light]\\nspecialist = "reference:ll"\\n')
    >>> _ = build_corpus(folder / "footage", Plan(clips=2), Silent())
    >>> result = ts.analyze(folder / "footage", folder / "detectors.toml", device="cpu", faces="none")
    >>> result.tables.scores["detector"].unique().to_list()
    ['light']
    >>> result.save(folder / "run").name
    'report.html'
    """
    from touchstone.detectors.inference import Silent
    from touchstone.runs.analysis import AnalysisSettings
    from touchstone.runs.analysis import analyze as run

    question = _asked(
        threshold=threshold,
        aggregation=aggregation,
        split=split,
        missing=missing,
        min_coverage=min_coverage,
        prevalence=prevalence,
        cost=cost,
    )
    if progress is not None and not all(hasattr(progress, name) for name in ("note", "start", "advance", "stop")):
        raise wrong("progress", progress, "an object with note, start, advance and stop")
    with _folder(out) as (folder, temporary):
        settings = AnalysisSettings(
            corpus=path_of("corpus", corpus), detectors=path_of("detectors", detectors), out=folder,
            only=several("only", only), max_videos_per_class=max_videos_per_class, seed=seed, frames=frames, window=window,
            batch_size=batch_size, device=device, workers=workers, memory_per_worker=memory_per_worker, timeout=timeout,
            faces=faces, profile=profile, only_scores=only_scores, retry_failed=retry_failed, strict_paths=strict_paths,
            raw_csv=raw_csv,
            question=question_of(RunFolder(folder), **question),
        )  # fmt: skip
        written = run(settings, progress or Silent())
        return _result(written, temporary)


@python_door
def examine(
    scores: object,
    labels: object = None,
    out: str | Path | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    fake_is: defaults.Polarity | None = None,
    label_fake: str | Sequence[str] = (),
    fake_audio: defaults.FakeAudio = defaults.FAKE_AUDIO,
    scale: defaults.Scale | None = None,
    files_are: defaults.FilesAre | None = None,
    rows_are: defaults.RowsAre | None = None,
    group_pattern: str | None = None,
    threshold: float | None = None,
    aggregation: defaults.Aggregation | None = None,
    split: defaults.JudgedSplit | None = None,
    missing: defaults.MissingScores | None = None,
    min_coverage: float | None = None,
    prevalence: float | None = None,
    cost: float | None = None,
    raw_csv: bool = False,
    say: Callable[[str], None] | None = None,
) -> RunResult:
    """Say how good detectors are, why they fail and what to do, from scores alone.

    The same as the command ``touchstone scores``. It needs no footage and no networks.

    Args:
        scores: one or several paths of score files in any form that ``touchstone scores`` reads; or data in memory: a polars or
            pandas DataFrame, a LazyFrame, a dict of columns, a list of dicts, or P(fake) alone. Columns have the same names as
            in files: video, label, p_fake (several p_NAME are several detectors), group, source … Without a column video the
            rows are numbered.
        labels: the labels: one or several paths, one value per row of ``scores``, ``{video: label}``, or a table with the
            columns video and label. Values per row count instead of a column of labels in ``scores``, which is noted.
        out: run folder. With ``None`` it is a temporary folder, which is removed together with the result. Scores in memory
            are kept in it.
        columns: field → column, as in ``{"p_fake": "score"}``, for columns that are not recognised.
        fake_is: whether ``high`` or ``low`` scores mean fake; ``None``: as the form of the file says, otherwise high.
        label_fake: values of the label column that mean fake; all others then mean real.
        fake_audio: what a video with real pictures and fake sound counts as.
        scale: ``probability``, ``logit`` or ``percent``; ``None``: as the form or the name of the column says, otherwise
            probability.
        files_are: whether several files of one form are ``datasets`` or ``detectors``.
        rows_are: whether several rows with the same name are ``frames`` or ``videos``; decided from their scores if ``None``.
        group_pattern: regular expression for the name of a video; its part in (…) is the group, that in (?P<donor>…) the
            donor.
        threshold: a video counts as fake where P(fake) is at least this, in [0, 1]; ``None``: that last used in ``out``, or 0.5.
        aggregation: how the scores of a video's frames become one; ``None``: that last used in ``out``, or mean.
        split: the split that is judged where videos name theirs, or ``all`` to pool them; ``None``: test, then val.
        missing: what a video without a real score (failed, abstained, filled in, missing) counts as: ``exclude`` leaves it out,
            ``as-real``, ``as-fake`` and ``as-chance`` count it with P(fake) 0, 1 and 0.5; ``None``: that last used in ``out``, or
            exclude.
        min_coverage: share of the videos for which every detector must have a real score, in [0, 1]; ``None``: the value last
            used in ``out``, or 0. Nothing is raised: ``result.too_few_scores`` has a sentence for each detector with fewer.
        prevalence: share of fakes among the videos that will be judged, in (0, 1): the best threshold there is sought and held
            against the one in use; ``None``: that last used in the run folder, or none.
        cost: how many false alarms a missed fake costs; ``None``: that last used in the run folder, or none.
        raw_csv: write CSV cells that begin with ``=``, ``+``, ``-``, ``@``, tab or a line break as they are. Otherwise an
            apostrophe before them keeps spreadsheets from running them.
        say: called with one line for every note, such as how a column is read, and with every step where scores are many,
            before it begins. The notes are also kept as ``result.notes``.

    Raises:
        TouchstoneError: scores, labels or an option do not fit; one line says what to do. Options are checked before any
            work is done.

    >>> import touchstone as ts
    >>> result = ts.examine(scores={"mine": [0.1, 0.2, 0.3, 0.7, 0.8, 0.9] * 8}, labels=[0, 0, 0, 1, 1, 1] * 8)
    >>> result  # doctest: +ELLIPSIS
    24 real and 24 fake videos; fake if P(fake) ≥ 0.5
    detector  verdict    accuracy         bias          AUC                priority
    mine      separates  100 % [93, 100]  0 [−14, +14]  1.00 [0.92, 1.00]  LOW
    ...
    >>> result.performance["auc"].to_list()
    [1.0]
    """
    from touchstone.runs.scores import ExaminationSettings, examine_scores

    question, heard = (
        _asked(
            threshold=threshold,
            aggregation=aggregation,
            split=split,
            missing=missing,
            min_coverage=min_coverage,
            prevalence=prevalence,
            cost=cost,
        ),
        _listener(say),
    )
    options = Options(
        columns=_columns(columns), fake_is=fake_is, label_fake=several("label_fake", label_fake), fake_audio=fake_audio,
        scale=scale, files_are=files_are, rows_are=rows_are, group_pattern=group_pattern,
    )  # fmt: skip
    tables, labelled = _sources(scores, labels, options)
    with _folder(out) as (folder, temporary):
        asked = question_of(RunFolder(folder), **question)
        settings = ExaminationSettings(
            tables=tables,
            out=folder,
            labels=labelled,
            options=options,
            raw_csv=checked("raw_csv", raw_csv),
            question=asked,
        )
        written = examine_scores(settings, heard)
        return _result(written, temporary)


@python_door
def inspect(
    checkpoint: str | Path | Sequence[str | Path] | Mapping[str, Any] | HasState,
    as_: str | None = None,
    *,
    state: str | None = None,
    out: str | Path | None = None,
    say: Callable[[str], None] | None = None,
) -> CheckpointResult:
    """Inspect checkpoints without footage: find what is missing, damaged, untrained, duplicated or cannot be trained.

    The same as the command ``touchstone inspect``. No code in a file is executed.

    Args:
        checkpoint: a file of torch or safetensors, several files, which are compared, a state dict (tensors or NumPy
            arrays by name), or a module.
        as_: layout to compare with: ``bg``, ``cm``, ``av``, ``rr``, ``ll``, ``tm``, ``tm_legacy``, or ``reference:bg`` …
        state: which state of each file, where it holds several: its name, or a part of it, for instance ``ema``.
        out: folder for tables, findings.json and a report; ``None`` writes nothing.
        say: called with the name of the file that is being read.

    Raises:
        TouchstoneError: no checkpoint is named, the layout is unknown, a file is named twice, or ``out`` cannot be used.

    >>> import touchstone as ts, torch
    >>> result = ts.inspect(torch.nn.Sequential(torch.nn.Linear(4, 2), torch.nn.BatchNorm1d(2)))
    >>> result.tables.tensors["tensor"].to_list()[:2]
    ['0.weight', '0.bias']
    """
    from touchstone.runs.inspection import inspect as run

    from .checkpoints import CheckpointResult

    if isinstance(checkpoint, Mapping):
        sources = [checkpoint]
    elif isinstance(checkpoint, HasState) and not isinstance(checkpoint, type):
        sources = [checkpoint.state_dict()]
    elif isinstance(checkpoint, str | Path):
        sources = [path_of("checkpoint", checkpoint)]
    elif isinstance(checkpoint, Sequence) and not checkpoint:
        raise UsageError("no checkpoint is named; give at least one")
    elif isinstance(checkpoint, Sequence) and all(isinstance(path, str | Path) for path in checkpoint):
        sources = [path_of("checkpoint", path) for path in checkpoint]
    else:
        kind = "a class" if isinstance(checkpoint, type) else type(checkpoint).__name__
        raise UsageError(f"a checkpoint is a path, a state dict or a module, not {kind}")
    target, key = None if out is None else path_of("out", out), text_of("as_", as_, "the name of a layout, such as cm")
    named = text_of("state", state, "the name of a state, or a part of it")
    return CheckpointResult(run(sources, key, target, _listener(say), state=named))


@python_door
def load(
    run: str | Path,
    threshold: float | None = None,
    aggregation: defaults.Aggregation | None = None,
    split: defaults.JudgedSplit | None = None,
    missing: defaults.MissingScores | None = None,
    min_coverage: float | None = None,
    prevalence: float | None = None,
    cost: float | None = None,
) -> RunResult:
    """Open a finished run of any command. Nothing is written; results are computed from the tables when they are asked for.

    Args:
        run: the run folder.
        threshold: a video counts as fake where P(fake) is at least this, in [0, 1]; ``None``: the value last used in this run.
        aggregation: how the scores of a video's frames become one; ``None``: that last used in this run.
        split: the split that is judged where videos name theirs, or ``all`` to pool them; ``None``: test, then val.
        missing: what a video without a real score (failed, abstained, filled in, missing) counts as: ``exclude`` leaves it out,
            ``as-real``, ``as-fake`` and ``as-chance`` count it with P(fake) 0, 1 and 0.5; ``None``: that last used in this run,
            or exclude.
        min_coverage: share of the videos for which every detector must have a real score, in [0, 1]; ``None``: the value last
            used in this run, or 0. Nothing is raised: ``result.too_few_scores`` has a sentence for each detector with fewer.
        prevalence: share of fakes among the videos that will be judged, in (0, 1): the best threshold there is sought and held
            against the one in use; ``None``: that last used in the run folder, or none.
        cost: how many false alarms a missed fake costs; ``None``: that last used in the run folder, or none.

    Raises:
        RunError: the folder holds no run, or its scoring is not complete.
        UsageError: an argument is not allowed.

    >>> import touchstone as ts
    >>> folder = getfixture("tmp_path") / "run"
    >>> scores = {"video": ["a", "b", "c", "d"], "label": ["real", "fake"] * 2, "p_fake": [0.1, 0.7, 0.2, 0.9]}
    >>> _ = ts.examine(scores, out=folder)
    >>> ts.load(folder, threshold=0.8).performance["accuracy"].to_list()
    [0.75]
    """
    asked = _asked(
        threshold=threshold,
        aggregation=aggregation,
        split=split,
        missing=missing,
        min_coverage=min_coverage,
        prevalence=prevalence,
        cost=cost,
    )
    folder = RunFolder(path_of("run", run))
    tables = read_tables(folder)
    record, question = folder.record() or {}, question_of(folder, **asked)
    return RunResult(
        folder.path, record=record, tables=tables, question=question,
        conclusions=lambda: draw_conclusions(record, tables, question),
    )  # fmt: skip


def _listener(say: Callable[[str], None] | None) -> Callable[[str], None]:
    """What notes are given to."""
    if say is not None and not callable(say):
        raise wrong("say", say, "a function of one line of text")
    return say or (lambda _: None)


class _Asked(TypedDict):
    threshold: float | None
    aggregation: defaults.Aggregation | None
    split: defaults.JudgedSplit | None
    missing: defaults.MissingScores | None
    min_coverage: float | None
    prevalence: float | None
    cost: float | None


def _asked(
    *,
    threshold: float | None,
    aggregation: defaults.Aggregation | None,
    split: defaults.JudgedSplit | None,
    missing: defaults.MissingScores | None,
    min_coverage: float | None,
    prevalence: float | None,
    cost: float | None,
) -> _Asked:
    """How scores are read, checked before any work; ``None`` where the run decides."""
    return {
        "threshold": None if threshold is None else checked("threshold", threshold),
        "aggregation": None if aggregation is None else checked("aggregation", aggregation),
        "split": None if split is None else checked("split", split),
        "missing": None if missing is None else checked("missing", missing),
        "min_coverage": None if min_coverage is None else checked("min_coverage", min_coverage),
        "prevalence": None if prevalence is None else checked("prevalence", prevalence),
        "cost": None if cost is None else checked("cost", cost),
    }


def _columns(columns: object) -> dict[str, str]:
    """Field → column."""
    if columns is None:
        return {}
    pairs = cast(Mapping[object, object], columns) if isinstance(columns, Mapping) else {None: None}
    if not all(isinstance(word, str) and storable(word) == word for pair in pairs.items() for word in pair):
        raise wrong("columns", columns, '{field: column}, as in {"p_fake": "score"}')
    return {str(name): str(column) for name, column in pairs.items()}


def _result(written: Written, temporary: Path | None) -> RunResult:
    """The result of a run that was just written."""
    folder = RunFolder(written.folder)
    record, tables = folder.record() or {}, read_tables(folder)
    return RunResult(
        folder.path, record=record, tables=tables, question=written.examined.question, conclusions=lambda: written,
        temporary=temporary,
    )  # fmt: skip


def _sources(
    scores: object, labels: object, options: Options
) -> tuple[tuple[Path | Sheet, ...], tuple[Path | Sheet, ...]]:
    """Scores and labels, each as paths of files or as sheets in memory."""
    files, label_files = _paths(scores), _paths(labels)
    by_row = labels is not None and label_files is None and is_values(labels)
    if by_row and files is None:
        sheet, apart = sheets_of_data(scores, labels, options)
        return (sheet,), () if apart is None else (apart,)
    if by_row and not names_videos(labels):
        raise UsageError("files of scores take labels from files or as {video: label}, not as one value per row")
    tables = files or (sheet_of_data(scores, options=options),)
    return tables, () if labels is None else label_files or (sheet_of_labels(labels),)


def _paths(source: object) -> tuple[Path, ...] | None:
    """One path or several; ``None`` for anything else. Strings in a list are paths if one is, or ends as, the name of a file."""
    if isinstance(source, str | Path):
        return (Path(source),)
    if isinstance(source, list | tuple) and source and all(isinstance(path, str | Path) for path in source):
        paths = tuple(Path(path) for path in source)
        if all(isinstance(p, Path) for p in source) or any(_is_file(p) or _names_a_file(p) for p in paths):
            return paths
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a long word is not a path
        return False


def _names_a_file(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and len(path.name) <= _LONGEST_FILE


@contextmanager
def _folder(out: str | Path | None) -> Iterator[tuple[Path, Path | None]]:
    """The run folder, and the temporary folder around it if there is one, which is removed if the work fails."""
    if out is not None:
        yield path_of("out", out), None
        return
    temporary = Path(tempfile.mkdtemp(prefix="touchstone-"))
    try:
        yield temporary / "run", temporary
    except StoppedError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise StoppedError("Stopped; nothing is kept, because out names no folder") from error
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
