"""The forms, the most specific first; a sheet is read by the first form that recognises it."""

from __future__ import annotations

from ..form import Form
from .asvspoof import asvspoof
from .named_columns import named_columns
from .nist import nist
from .pairs import video_score_pairs
from .submission import submission

FORMS: tuple[Form, ...] = (nist, asvspoof, submission, video_score_pairs, named_columns)

__all__ = ["FORMS"]
