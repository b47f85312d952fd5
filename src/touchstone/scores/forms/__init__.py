"""The forms, the most specific first; a sheet is read by the first form that recognises it."""

from __future__ import annotations

from ..form import Form
from .asvspoof import asvspoof
from .bare import without_names
from .named_columns import named_columns
from .nist import nist
from .submission import submission

FORMS: tuple[Form, ...] = (nist, asvspoof, submission, without_names, named_columns)

__all__ = ["FORMS"]
