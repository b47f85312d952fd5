"""The forms, the most peculiar first: the first that recognises a sheet reads it."""

from __future__ import annotations

from ..form import Form
from .asvspoof import Asvspoof
from .nist import Nist
from .pairs import Pairs
from .submission import Submission
from .table import Table

FORMS: tuple[Form, ...] = (Nist(), Asvspoof(), Submission(), Pairs(), Table())

__all__ = ["FORMS"]
