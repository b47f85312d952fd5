"""What ``run.json`` must hold, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from touchstone.vocabulary.allowed import (
    ALLOWED_COST,
    ALLOWED_COVERAGE,
    ALLOWED_FRAMES,
    ALLOWED_PREVALENCE,
    ALLOWED_THRESHOLD,
)
from touchstone.vocabulary.defaults import MIN_COVERAGE, MISSING, Aggregation, JudgedSplit, MissingScores
from touchstone.vocabulary.laps import TimeSpent
from touchstone.vocabulary.tables import read_json

_VERSION = 1

_Whole = Annotated[int, Field(strict=True)]
_Text = Annotated[str, Field(strict=True)]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")
    threshold: Annotated[float, Field(strict=True, ge=ALLOWED_THRESHOLD.low, le=ALLOWED_THRESHOLD.high)]
    aggregation: Aggregation
    split: JudgedSplit | None = None
    missing: MissingScores = MISSING
    min_coverage: Annotated[float, Field(strict=True, ge=ALLOWED_COVERAGE.low, le=ALLOWED_COVERAGE.high)] = MIN_COVERAGE
    prevalence: Annotated[float, Field(strict=True, ge=ALLOWED_PREVALENCE.low, le=ALLOWED_PREVALENCE.high)] | None = (
        None
    )
    cost: Annotated[float, Field(strict=True, ge=ALLOWED_COST.low, le=ALLOWED_COST.high)] | None = None


class _Record(BaseModel):
    schema_version: Literal[1]
    touchstone: _Text
    settings: dict[str, Any]
    named: dict[str, Any]
    conclusions: _Question | None
    started: _Text
    scored: _Text | None
    finished: _Text | None
    notes: list[_Text] = []
    checksums: dict[str, _Text] = {}
    again: list[_Text] | None = None
    times: TimeSpent | None = None


class _NamedFiles(BaseModel):
    command: Literal["scores"]
    arguments: list[_Text]
    options: list[_Text]


class _ScoredFiles(BaseModel):
    named: _NamedFiles


class _NamedFootage(BaseModel):
    corpus: _Text
    detectors: _Text


class _FootageSettings(BaseModel):
    max_videos_per_class: Annotated[int, Field(strict=True, ge=1)] | None
    seed: _Whole
    frames: Annotated[int, Field(strict=True, ge=ALLOWED_FRAMES.low, le=ALLOWED_FRAMES.high)]
    window: Annotated[float, Field(strict=True)]
    timeout: Annotated[float, Field(strict=True)]
    faces: _Text | None = None
    only_scores: Annotated[bool, Field(strict=True)] = False


class _ScoredFootage(BaseModel):
    named: _NamedFootage
    settings: _FootageSettings


class LaterVersionError(ValueError):
    """The record was written by a version of the tool that is still to come."""


def read_record(path: Path) -> dict[str, Any]:
    """The content of ``run.json``, with every key that each run has, of its type.

    Raises:
        OSError: the file cannot be read.
        LaterVersionError: a later version of the tool wrote it.
        ValueError: it holds something else; the text says what.
    """
    record = read_json(path)
    _refuse_later(record)
    _fits(_Record, record)
    return record


def _refuse_later(record: object) -> None:
    version = cast(dict[str, object], record).get("schema_version") if isinstance(record, dict) else None
    if type(version) is int and version > _VERSION:
        raise LaterVersionError(f"its schema_version is {version}, and this version of touchstone reads {_VERSION}")


def times_of(record: Mapping[str, Any]) -> TimeSpent | None:
    """Where the time of a run went, as its record has it; ``None`` where it was not kept."""
    return TypeAdapter(TimeSpent | None).validate_python(record.get("times"))


def check_scored(record: Mapping[str, Any]) -> None:
    """See that the record of a run that is scored holds what its command is made of.

    Raises:
        ValueError: it does not; the text says what is wrong.
    """
    _fits(_ScoredFiles if record["named"].get("command") == "scores" else _ScoredFootage, record)


def _fits(shape: type[BaseModel], content: object) -> None:
    try:
        shape.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "all of it"
        wrong = "is not an object" if first["type"] == "model_type" else first["msg"].lower()
        raise ValueError(f"{where}: {wrong}") from None
