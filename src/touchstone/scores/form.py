"""What a form of score file is: how it is recognised, and what it takes each column for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from touchstone.vocabulary.sheets import Sheet

from .options import Options, Polarity, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What each column of a sheet is taken for.

    Attributes:
        form: name of the form, as it is said aloud.
        fields: field → column: ``video``, ``label``, ``frame``, ``status``, a column of the ``videos`` table …
        scores: detector → column of its scores; ``""`` is the detector that the whole file is of.
        fake_is: whether high or low scores mean fake.
        scale: how the scores are written; ``None`` where neither form nor names say so: then probabilities are
            expected, and numbers outside [0, 1] are answers that are none.
        notes: what else to say aloud.
    """

    form: str
    fields: dict[str, str]
    scores: dict[str, str]
    fake_is: Polarity = "high"
    scale: Scale | None = None
    notes: tuple[str, ...] = ()


Form = Callable[[Sheet, Options], Reading | None]
"""One form of score file: a function that says what the columns of a sheet mean; ``None`` where it is of another form.

It raises :class:`TableError` where the sheet is of this form and lacks something. To add a form, write one and put it into
``FORMS`` before the forms that would also take its files. Everything else (numbers, labels, duplicates, several files) is the
same for all forms.
"""
