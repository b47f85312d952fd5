"""Examine detectors from score files or tables in memory, without footage and without networks."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from touchstone.conclusions.examination import Question
from touchstone.report import Written
from touchstone.scores import Options, ScoreFiles, read_score_files
from touchstone.vocabulary.errors import UsageError, one_line
from touchstone.vocabulary.excerpts import storable
from touchstone.vocabulary.hashes import file_sha256, sha256_of
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.system import regular_file
from touchstone.vocabulary.tables import TABLES, write_bytes, write_table

from .conclusions import conclude, tables_are_whole
from .folder import RunFolder

_GIVEN = Path("given")
"""Folder inside a run that keeps the tables given in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminationSettings:
    """Which scores to examine, and how they are read.

    Attributes:
        tables: files, or sheets in memory; each a detector, a data set, or both.
        out: run folder; sheets in memory are kept in its folder ``given/``.
        labels: files or sheets that hold the labels, if the tables do not.
        options: corrections of what is recognised in them.
        raw_csv: leave cells of the CSV file as they are that a spreadsheet would run as formulas.
        question: threshold and aggregation, which do not change the tables; those last used in this folder if ``None``.
    """

    tables: tuple[Path | Sheet, ...]
    out: Path
    labels: tuple[Path | Sheet, ...] = ()
    options: Options = Options()
    raw_csv: bool = False
    question: Question | None = None


def examine_scores(settings: ExaminationSettings, say: Callable[[str], None]) -> Written:
    """Read scores into a run folder and conclude from them; a second call on the same scores only concludes again.

    Args:
        settings: what to read, and how.
        say: called with one line for every note, such as how a column is read, and for every step.

    Raises:
        TouchstoneError: a file, an option or the folder does not fit; one line says what to do.
    """
    if not settings.tables:
        raise UsageError("no score file is named; name at least one")
    folder = RunFolder(settings.out)
    given: dict[str, bytes] = {}
    for sheet in (s for s in (*settings.tables, *settings.labels) if isinstance(s, Sheet)):
        sheet.frame.write_parquet(data := io.BytesIO())
        given[_name(sheet)] = data.getvalue()
    deciding = _deciding(settings, given)
    read: ScoreFiles | None = None
    with folder.locked():
        folder.mend(say)
        if folder.record() is None:  # a run is only begun if the files can be read
            read = read_score_files(settings.tables, settings.labels, settings.options, say)
        record = folder.begin(deciding, _named(settings))
        if not tables_are_whole(folder, say):
            read = read or read_score_files(settings.tables, settings.labels, settings.options, say)
            for name, data in given.items():
                write_bytes(folder.path / name, data)
            for name, table in TABLES.items():
                write_table(read.tables[name], table, folder.tables)
            folder.note("notes", list(read.notes))
            folder.mark("scored")
        else:
            for note in record.get("notes", ()):
                say(note)
            say(f"{folder.path}: these files were read {record['scored']}; only the analysis is written again")
        written = conclude(folder, settings.question, say, raw_csv=settings.raw_csv)
        folder.mark("finished")
    return written


def _deciding(settings: ExaminationSettings, given: dict[str, bytes]) -> dict[str, object]:
    """All settings that the tables depend on."""
    options = asdict(replace(settings.options, columns=dict(settings.options.columns)))

    hashes = {name: sha256_of(data).hex() for name, data in given.items()}
    hashes |= {_name(s): _sha256(s) for s in (*settings.tables, *settings.labels) if isinstance(s, Path)}
    deciding: dict[str, object] = {
        what: {_name(s): hashes[_name(s)] for s in sources}
        for what, sources in (("tables", settings.tables), ("labels", settings.labels))
    }
    return deciding | {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()}


def _named(settings: ExaminationSettings) -> dict[str, object]:
    """The arguments and options that the user gave, for the command that makes the run again."""
    options, usual = settings.options, Options()
    words: list[str] = []
    for source in settings.labels:
        words += ["--labels", _name(source)]
    for name, column in options.columns.items():
        words += ["--map", f"{name}={column}"]
    for value in options.label_fake:
        words += ["--label-fake", value]
    for name in ("fake_is", "fake_audio", "scale", "files_are", "rows_are", "group_pattern"):
        value = getattr(options, name)
        if value is not None and value != getattr(usual, name):
            words += [f"--{name.replace('_', '-')}", value]
    words = [storable(word) for word in words]
    return {"command": "scores", "arguments": [_name(s) for s in settings.tables], "options": words}


def _name(source: Path | Sheet) -> str:
    """A file as the user named it; a sheet by the path of its copy inside the run folder."""
    return (_GIVEN / f"{source.path.name}.parquet").as_posix() if isinstance(source, Sheet) else storable(str(source))


def _sha256(path: Path) -> str:
    try:
        regular_file(path)
        return file_sha256(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read ({one_line(error)})") from error
