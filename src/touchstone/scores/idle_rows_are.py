"""What is said where the user calls rows frames, and nothing shows of which video each is."""

from __future__ import annotations

from touchstone.vocabulary.door import option
from touchstone.vocabulary.excerpts import quoted
from touchstone.vocabulary.sheets import Sheet, find_fields

from .names import find_scores
from .options import Options
from .scored import Scored
from .videos_beside_pictures import videos_of_one_label

_MAY_NAME = ("clip", "group", "source", "donor")
_SHOWN = 4


def notes_on_idle_frames(sheet: Sheet, file: Scored, options: Options) -> list[str]:
    """A note where rows are called frames and each is read as a video, with the options that name their videos.

    Args:
        sheet: the file, with the columns that were read.
        file: what was read from it.
        options: corrections of what is recognised.
    """
    if options.rows_are != "frames" or not file.scores.height or (file.scores["unit"] != "video").any():
        return []
    fields = find_fields(sheet, options.columns)
    taken = {c for field, c in fields.items() if field not in _MAY_NAME} | {*options.columns.values()}
    scores = find_scores(sheet, options, [*fields.values()]).values()
    free = [c for c in sheet.columns if c not in {*taken, *scores} and c not in sheet.derived]
    columns = dict.fromkeys(map(sheet.in_file, videos_of_one_label(sheet, fields, free)[:_SHOWN]))
    ways = " or ".join(option("columns", f"video={c}") for c in columns)
    which = f"if {' or '.join(map(quoted, columns))} names the videos, say {ways}" if columns else ""
    which = which or f"if a column names the videos, say {option('columns', 'video=COLUMN')}"
    return [
        f"{option('rows_are', 'frames')} joins no rows: column {file.video_column!r} names each of them alone, and no video "
        f"of which there are several; {which}"
    ]
