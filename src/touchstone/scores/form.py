"""A form of score file: how it is recognised, and how its columns are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from touchstone.vocabulary.sheets import Sheet

from .options import Options, Polarity, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the columns of a sheet are read.

    Attributes:
        form: name of the form, as it is printed.
        fields: field → column: ``video``, ``label``, ``frame``, ``status``, a column of the ``videos`` table …
        scores: detector → column of its scores; ``""`` is the detector that the whole file is of.
        fake_is: whether high or low scores mean fake.
        scale: scale of the scores; ``None`` if neither form nor names say it: then probabilities are expected, and numbers
            outside [0, 1] are failed answers.
        notes: further notes to print.
    """

    form: str
    fields: dict[str, str]
    scores: dict[str, str]
    fake_is: Polarity = "high"
    scale: Scale | None = None
    notes: tuple[str, ...] = ()


Form = Callable[[Sheet, Options], Reading | None]
"""One form of score file: a function that returns how a sheet is read, or ``None`` if the sheet has another form.

It raises :class:`TableError` if the sheet has this form but lacks something. To add a form, write one and put it into
``FORMS`` before the forms that would also take its files. Everything else (numbers, labels, duplicates, several files) is the
same for all forms.
"""
