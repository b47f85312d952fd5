"""Everything that score files tell, without footage and without networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from touchstone.report import Written
from touchstone.scores import Options, ScoreFiles, read_score_files
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.tables import TABLES, write_table

from .conclusions import Conclusions, conclude
from .folder import RunFolder


@dataclass(frozen=True, slots=True)
class Scores:
    """Which score files to examine, and how they are read.

    Attributes:
        tables: the files; each a detector, a data set, or both.
        out: run folder.
        labels: files that say which videos are fake, where the score files do not.
        options: corrections of what is recognised in them.
        conclusions: settings that decide nothing about the tables; as the last time in this folder where ``None``.
    """

    tables: tuple[Path, ...]
    out: Path
    labels: tuple[Path, ...] = ()
    options: Options = Options()
    conclusions: Conclusions | None = None


def examine_scores(scores: Scores, say: Callable[[str], None]) -> Written:
    """Read score files into a run folder and conclude from them; a second call on the same files concludes anew.

    Args:
        scores: what to read, and how.
        say: told what every column is taken for, and what is being done.

    Raises:
        TouchstoneError: a file, an option or the folder does not fit; one line says what to do.
    """
    if not scores.tables:
        raise UsageError("name at least one file of scores")
    folder = RunFolder(scores.out)
    found: ScoreFiles | None = None
    settings = _settings(scores)
    with folder.locked():
        if folder.record() is None:  # nothing is begun in a folder for files that cannot be read
            found = read_score_files(scores.tables, scores.labels, scores.options, say)
        record = folder.begin(settings, _named(scores))
        if record["scored"] is None:
            found = found or read_score_files(scores.tables, scores.labels, scores.options, say)
            for name, table in TABLES.items():
                write_table(found.tables[name], table, folder.tables)
            folder.note("notes", list(found.notes))
            folder.mark("scored")
        else:
            for note in record.get("notes", ()):
                say(note)
            say(f"{folder.path}: these files were read {record['scored']}; only the analysis is written anew")
        written = conclude(folder, scores.conclusions, say)
        folder.mark("finished")
    return written


def _settings(scores: Scores) -> dict[str, object]:
    """Everything that decides what the tables hold."""
    options = asdict(_plain(scores.options))
    return {
        "tables": {str(path): _sha256(path) for path in scores.tables},
        "labels": {str(path): _sha256(path) for path in scores.labels},
        **{name: list(value) if isinstance(value, tuple) else value for name, value in options.items()},
    }


def _plain(options: Options) -> Options:
    return replace(options, columns=dict(options.columns))


def _named(scores: Scores) -> dict[str, object]:
    """How the user named things; the words of a command that does it again."""
    return {"command": "scores", "arguments": [str(path) for path in scores.tables], "options": _arguments(scores)}


def _arguments(scores: Scores) -> list[str]:
    options = scores.options
    words: list[str] = []
    for path in scores.labels:
        words += ["--labels", str(path)]
    for name, column in options.columns.items():
        words += ["--map", f"{name}={column}"]
    for value in options.label_fake:
        words += ["--label-fake", value]
    for name, value, default in (
        ("--fake-is", options.fake_is, None),
        ("--fake-audio", options.fake_audio, "fake"),
        ("--scale", options.scale, None),
        ("--files-are", options.files_are, None),
        ("--group-pattern", options.group_pattern, None),
    ):
        if value is not None and value != default:
            words += [name, value]
    return words


def _sha256(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error
