"""Lines without header of which nothing says which column names the videos, or which holds the scores."""

from __future__ import annotations

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet

from ..form import Reading
from ..names import fields_of, find_scores
from ..options import Options


def without_names(sheet: Sheet, options: Options) -> Reading | None:
    """No reading: lines whose columns have names by what they hold are read by these names.

    Raises:
        TableError: they have none.
    """
    if sheet.header:
        return None
    fields = fields_of(sheet, options)
    if "video" in fields and find_scores(sheet, options, [*fields.values()]):
        return None
    raise TableError(
        f"{sheet.path} has no header, and its columns are not a video and a score; add a first line such as video,label,p_fake"
    )
