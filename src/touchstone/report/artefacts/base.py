"""What every file in ``analysis/`` begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from touchstone.conclusions.examination import Question

from ..run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the numbers come from.

    Attributes:
        run: facts of the run.
        question: how its scores were read.
    """

    run: Run
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """One file in ``analysis/``.

    Attributes:
        schema_version: rises when a key changes its meaning or is removed.
        run: where the numbers come from.
    """

    schema_version: Literal[1] = field(default=1, init=False)
    run: Provenance
