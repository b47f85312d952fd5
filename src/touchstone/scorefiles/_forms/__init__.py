"""The forms, the most peculiar first: the first that recognises a sheet reads it."""

from __future__ import annotations

from .._form import Form
from ._asvspoof import Asvspoof
from ._nist import Nist
from ._pairs import Pairs
from ._submission import Submission
from ._table import Table

FORMS: tuple[Form, ...] = (Nist(), Asvspoof(), Submission(), Pairs(), Table())

__all__ = ["FORMS"]
