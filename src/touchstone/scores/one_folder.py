"""Names of pictures of many videos in one folder: ``VIDEO_0001.png`` is frame 1 of VIDEO."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Labels, Sheet, find_fields, share_of, text, with_slashes
from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, names_data_set, spelled_plainly, split_of

from .options import Options

_ENDING = r"\.(?:png|jpe?g|bmp|webp|tiff?)(?:\.(?:npy|npz|pt|pth|pkl|h5|json|txt))?$"
_VIDEO = r"\.(?:mp4|avi|mov|mkv|webm|flv|m4v|wmv|mpe?g|wav|flac|mp3)"
_WORD = "(?:frame|frm|face|img|image|pic|f|t)?"
_BEHIND = "(?:[_\\-. ]+[A-Za-z][A-Za-z0-9]*)*"
_PART = "(?:frame|frm|face|img|image|pic|clip|seg|segment|chunk|window|win|shot|scene|part|crop|sec|f|t|s|c)"
_REST = r"(?:\.[A-Za-z][A-Za-z0-9]{0,4})?$"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A form of names of pictures.

    Attributes:
        expression: a regular expression.
        number: its part that is the number of the picture; the video is all others together.
        video: its parts that are the name of the video.
        faces: whether several pictures may have one number.
        never: what no name has; empty where there is nothing of the kind.
    """

    expression: str
    number: int = 2
    video: tuple[int, ...] = (1,)
    faces: bool = False
    never: str = ""


_NAME = r"(?i)^(.*?[^/_\-. (])[_\-. /]+"
_OF_FRAME = r"(?:frame|frm|fr|f|t|img|image)[_\-. #]*(\d+)[_\-. /]+"
_FACE = r"(?:face|crop|det|detection|bbox|box|head|person|track|id)[_\-. ]*\d{1,2}"

_FACES = (
    _Form(expression=rf"{_NAME}{_OF_FRAME}{_FACE}{_ENDING}", faces=True),
    _Form(expression=rf"{_NAME}(?:frame|frm|f)[_\-. #]*(\d+)[_\-. ]+\d{{1,2}}{_ENDING}", faces=True),
    _Form(expression=rf"{_NAME}{_FACE}[_\-. /]+(?:frame|frm|fr|f|t|img|image)[_\-. #]*(\d+){_ENDING}", faces=True),
    _Form(expression=rf"{_NAME}(?:face|head|person|track)[_\-. ]*\d{{1,2}}[_\-. /]+(\d{{3,}}){_ENDING}", faces=True),
    _Form(expression=rf"{_NAME}(\d{{2,}})[_\-. ]+(?:face|head|det)[_\-. ]*[0-3]{_ENDING}", faces=True),
)
"""A name with the number of a frame and that of a face in it, in either order: ``VIDEO_f000_face0.png``."""

_PLAIN = _Form(expression=rf"(?i)^(.*?[^/_\-. (])[_\-. (]+{_WORD}[_\-. #]*(\d+)s?\)?{_ENDING}")

_TIME = r"(?:frame|img|image|time|sec|t|f)?[_\-=]?(\d+\.\d+)(?:m?s|sec)?"
_TIMES = _Form(expression=rf"(?i)^(.*?[^/_\-. (])[_\-. (/]+{_TIME}\)?{_ENDING}")
"""A name, or a folder, and a time with a fraction of a second."""

_FORMS = (
    *_FACES,
    _TIMES,
    _PLAIN,
    _Form(
        expression=rf"(?i)^(.*?[^/_\-. ])[_\-. ]+{_WORD}[_\-. #]*(\d+)[_\-. ]+(?:face|crop|f)?[_\-. ]*\d{{1,2}}{_ENDING}",
        faces=True,
    ),
    _Form(expression=rf"(?i)^(.+{_VIDEO})[^A-Za-z0-9][^/0-9]*(\d+(?:\.\d+)?)[^/0-9]*$"),
    _Form(expression=rf"(?i)^(.*/)?{_WORD}[_\-]?(\d+)[_\-. ]+([^/]*[^/_\-. ]){_ENDING}", video=(1, 3)),
    _Form(expression=rf"(?i)^(.*[A-Za-z])(\d{{3,}}){_ENDING}"),
    _Form(expression=rf"(?i)^(.*?[^/_\-. (])[_\-. (]+{_WORD}[_\-. #=]*(\d+)(?:m?s)?\)?{_BEHIND}{_ENDING}"),
    _Form(expression=r"(?i)^(.*[^/#:@])[#:@](\d+(?:\.\d+)?)(?:\.[A-Za-z][A-Za-z0-9]{0,4})?$"),
    _Form(
        expression=rf"(?i)^(.*/)?{_WORD}[_\-]?(\d+)/([^/]*[A-Za-z][^/]*){_ENDING}", video=(1, 3),
        never=rf"(?i)/(?:{_FACE}|(?:frame|frm|fr|f|t|img|image)[_\-. ]*\d+){_ENDING}",
    ),
)
"""Faces; times; a name, a separator and a number; the same with the number of a face behind; the name of a video file with a
number behind; the number first; a name that ends in a number of many digits; words behind the number, such as ``crop``; a
number behind ``#``, ``:`` or ``@``; a folder for each number."""

_PERHAPS = (
    _Form(expression=rf"(?i)^(.*?[^/_\-. (])[_\-. (]+{_PART}[_\-. #]*(\d+)s?\)?{_REST}"),
    _Form(expression=rf"(?i)^(.*?[^/_\-. (])[_\-. (/]+(\d+(?:\.\d+)?)s?(?:-|-?to-?)\d+(?:\.\d+)?s?\)?{_REST}"),
    _Form(expression=r"(?i)^(.*?[^/_\-. (])[_\-. (/]+(\d+)\)?(?:\.(?:npy|npz|pt|pth|pkl|h5|json|txt))?$"),
)
"""A word for a part and a number; a range; a number at the end of a name without suffix, or of a file of features: they may be
parts of a video, and videos of a person as well."""

_BASE = r"([^/]+?)(?:\.[A-Za-z0-9]{1,5})?$"
_MOST = 0.95
_SEVERAL = 0.5
_FEWEST_VIDEOS = 6
_FEWEST_OF_LABEL = 2
_BOTH_LABELS = 0.05
_FIRST = 1000
"""Names that are looked at first."""

_FEW = 64
"""Names that rule most forms out."""

_EACH = 3
"""Names that share a beginning, on average, from which on a note says so."""


def frames_of_one_folder(sheet: Sheet, options: Options, labels: Sequence[Labels] = ()) -> Sheet:
    """Replace keys ``VIDEO_0001.png`` by the video and a column of frames, where numbered pictures share the name before it.

    Most such beginnings must have several pictures, none of them both labels, and none may be the name of a label, a split or a
    data set. Folders with one beginning each are left to the rule for a folder per video. Pictures that a file of labels names
    one by one have its labels.

    Args:
        sheet: the file.
        options: corrections of what is recognised.
        labels: what files of labels say.
    """
    fields = find_fields(sheet, {n: c for n, c in options.columns.items() if c in sheet.columns})
    column = fields.get("video")
    if column is None or "video" in options.columns or options.rows_are == "videos" or {"frame", "clip"} & set(fields):
        return sheet
    if sheet.frame[column].dtype != pl.String:
        return sheet
    keys = with_slashes(text(sheet, column))
    label = text(sheet, fields["label"]) if "label" in fields else None
    singly = _labels_of_each(keys, labels)
    label = singly if singly is not None else label
    said = options.rows_are == "frames" and keys.n_unique() >= _MOST * keys.len()
    likely = _likely(keys)
    forms = [form for form in likely if said or form not in _PERHAPS]
    pictures = next((p for form in forms if (p := _pictures(keys, form, label, said=said)) is not None), None)
    if pictures is None:
        return sheet if options.rows_are else _with_hint(sheet, keys, label, likely)
    frame = sheet.frame.with_columns(
        pictures.select(pl.coalesce("video", "key")).to_series().alias(column), _frame_numbers(pictures)
    )
    count = pictures["video"].drop_nulls().n_unique()
    called = sheet.in_file(column)
    back = "" if labels and singly is None else f" (if each picture is a video, say {option('columns', f'video={called}')})"
    note = (
        f"column {called!r} names numbered pictures of {count:,} videos, as {keys[0]} of {pictures['video'][0]}; they are read "
        f"as frames{back}"
    )
    return replace(sheet, frame=frame, notes=(*sheet.notes, note))


def _likely(keys: pl.Series) -> list[_Form]:
    """The forms that most of the first names have."""
    first = keys.head(_FIRST).drop_nulls()
    forms = [*_FORMS, *_PERHAPS] if first.len() else []
    for some in (first.head(_FEW), first):
        odd = _of_other_form(some, forms)
        forms = [form for form, others in zip(forms, odd, strict=True) if (first.len() - others) / first.len() >= _MOST]
    return forms


def _of_other_form(keys: pl.Series, forms: Sequence[_Form]) -> list[int]:
    """How many names do not have each form."""
    if not forms:
        return []
    fit = (pl.col("key").str.contains(form.expression).sum().alias(str(at)) for at, form in enumerate(forms))
    return [keys.len() - int(count) for count in keys.to_frame("key").select(fit).row(0)]


def _with_hint(sheet: Sheet, keys: pl.Series, label: pl.Series | None, likely: Sequence[_Form]) -> Sheet:
    """The sheet with a note, where names share beginnings as those of parts of videos do."""
    for form in (form for form in likely if form in (_PLAIN, *_PERHAPS)):
        parts = _pictures(keys, form, label, said=True)
        videos = 0 if parts is None else parts["video"].drop_nulls().n_unique()
        if parts is None or not _FEWEST_VIDEOS <= videos <= keys.len() / _EACH:
            continue
        note = (
            f"{keys.n_unique():,} names share {videos:,} beginnings, as {keys[0]} and {parts['video'][0]}; each is read as a "
            f"video (if they are frames or clips of one video, say {option('rows_are', 'frames')})"
        )
        return replace(sheet, notes=(*sheet.notes, note))
    return sheet


def _frame_numbers(pictures: pl.DataFrame) -> pl.Series:
    """Column ``frame``: the numbers in the names; where they are times, their order in the video."""
    number = pictures["number"].cast(pl.Float64, strict=False)
    if bool((number.drop_nulls() % 1 == 0).all()):
        return number.cast(pl.Int64, strict=False).alias("frame")
    order = pl.col("time").rank("dense").over("video").cast(pl.Int64) - 1
    return pictures.select("video", time=number).select(order.alias("frame")).to_series()


def _pictures(keys: pl.Series, form: _Form, label: pl.Series | None, *, said: bool) -> pl.DataFrame | None:
    """Columns ``key``, ``video`` and ``number``, if nearly all names have the form and are pictures of videos."""
    expression = form.expression
    if share_of(keys.str.contains(expression)) < _MOST:
        return None
    if form.never and share_of(keys.str.contains(form.never)) > 1 - _MOST:
        return None
    number = keys.str.extract(expression, form.number)
    parts = pl.DataFrame([keys.str.extract(expression, at).alias(str(at)) for at in form.video])
    video = parts.select(pl.concat_str(pl.all(), ignore_nulls=True).replace("", None)).to_series()
    pictures = pl.DataFrame({"key": keys, "video": video.set(number.is_null(), None), "number": number})
    return pictures if _are_videos(pictures, label, faces=form.faces, said=said) else None


def _are_videos(pictures: pl.DataFrame, label: pl.Series | None, *, faces: bool, said: bool) -> bool:
    """Whether beginnings of names are videos: most with several pictures, each of one label.

    Unless the user says that rows are frames, there must also be several in a folder, and they must not be names of parts.
    """
    some = pictures.with_columns(label=pl.lit(None, dtype=pl.String) if label is None else label).drop_nulls("video")
    videos = some.group_by("video").agg(
        n=pl.len(), different=pl.col("number").n_unique(), label=pl.col("label").drop_nulls().unique(),
        steps=pl.col("number").cast(pl.Float64).sort().diff().drop_nulls().n_unique(),
    ).with_columns(folder=pl.col("video").str.extract("^(.*)/").fill_null(""), labels=pl.col("label").list.len())  # fmt: skip
    if share_of(videos["n"] > 1) <= _SEVERAL or share_of(videos["labels"] > 1) > _BOTH_LABELS:
        return False
    if not faces and share_of(videos["n"] > videos["different"]) > _BOTH_LABELS:
        return False
    folder_each = videos["folder"].n_unique() * 2 > videos.height
    if said:
        return not (folder_each and videos["video"].str.extract(_BASE).n_unique() * 2 <= videos.height)
    if videos.height < _FEWEST_VIDEOS or folder_each:
        return False
    of_label = videos.explode("label").drop_nulls("label")["label"].value_counts()["count"]
    few = of_label.len() > 0 and int(of_label.min() or 0) < _FEWEST_OF_LABEL  # pyright: ignore[reportArgumentType]
    return not few and not _are_parts(videos, some["number"].n_unique())


def _are_parts(videos: pl.DataFrame, numbers: int) -> bool:
    """Whether beginnings are words for parts, or numbers that may count the pictures themselves: few, with uneven rests."""
    stems = videos["video"].str.extract(_BASE)
    if share_of(stems.map_elements(_names_a_part, return_dtype=pl.Boolean)) > _BOTH_LABELS:
        return True
    digits = stems.str.contains(r"^\d+$")
    if share_of(digits) <= _BOTH_LABELS:
        return False
    return stems.n_unique() < _FEWEST_VIDEOS or (stems.n_unique() <= numbers and share_of(videos["steps"] <= 1) < _SEVERAL)


def _names_a_part(stem: str) -> bool:
    """Whether the beginning of a name is a label, a split or a data set alone."""
    word = spelled_plainly(stem)
    return word in FOLDERS or (word in LABELS and word not in CODED) or split_of(word) is not None or names_data_set(word)


def _labels_of_each(keys: pl.Series, labels: Sequence[Labels]) -> pl.Series | None:
    """The label of each picture, where files of labels name most pictures, and not the videos; otherwise ``None``."""
    for sheet in labels:
        pairs = sheet.facts.select(base=pl.col("video").str.extract(_BASE), label="label").unique("base", keep="none")
        said = pl.DataFrame({"base": keys.str.extract(_BASE)}).join(pairs, on="base", how="left", maintain_order="left")["label"]
        if share_of(said.is_not_null()) > _SEVERAL:
            return said
    return None


def videos_of_one_folder(keys: pl.Series) -> Iterator[pl.Series]:
    """The videos of names of pictures, in each way in which nearly all of them can be read."""
    for form in _likely(keys):
        pictures = _pictures(keys, form, None, said=True)
        if pictures is not None:
            yield pictures["video"]
