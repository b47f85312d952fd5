"""Documents whose keys say the labels: ``{"real": {video: score}, "fake": …}``, and the lists of DeepfakeBench."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from touchstone.vocabulary.words import CODED, FOLDERS, LABELS, SPLIT_WORDS, Label, spelled_plainly

from .records import Record, is_number

_DEEPEST = 6
_BETWEEN = re.compile(r"[\W_\d]+")
_COMPRESSION = re.compile(r"(?i)c\d{2}|raw|hq|lq")

SAID_OF_LABELS = "its keys say real and fake, and what lies below them are videos"
SAID_OF_BENCH = "read as a list of DeepfakeBench: videos, their labels and splits"


def videos_by_label(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of ``{"real": {video: score}, "fake": {video: score}}``, of lists of names or of scores, by split or not.

    ``None`` where it is something else, such as two columns of the same videos.

    >>> videos_by_label({"real": {"a": 0.1}, "fake": {"b": 0.9}})
    [{'video': 'a', 'score': 0.1, 'label': 'real'}, {'video': 'b', 'score': 0.9, 'label': 'fake'}]
    """
    rows = _below(content, {}, 0)
    if rows is None or len({row["label"] for row in rows}) != 2:
        return None
    of_real, of_fake = ({row["video"] for row in rows if row["label"] == label} for label in ("real", "fake"))
    return None if of_real & of_fake else rows


def _below(node: object, facts: Record, depth: int) -> list[Record] | None:
    """The videos below a node of which the keys above it say facts; ``None`` where it holds anything else."""
    if isinstance(node, list):
        return _listed(cast(list[Any], node), facts) if "label" in facts else None
    if not isinstance(node, dict) or depth > _DEEPEST or not node:
        return None
    content = cast(dict[str, Any], node)
    if "label" in facts and all(is_number(value) for value in content.values()):
        return [{"video": video, "score": score, **facts} for video, score in content.items()]
    if not _said(next(iter(content)))[0]:
        return None
    said = {name: _said(name) for name in content}
    if len({field for field, _ in said.values()}) != 1 or (field := next(iter(said.values()))[0]) in {"", *facts}:
        return None
    parts = [_below(content[name], {**facts, field: word}, depth + 1) for name, (_, word) in said.items()]
    return None if any(part is None for part in parts) else [row for part in parts if part is not None for row in part]


def _listed(values: list[Any], facts: Record) -> list[Record] | None:
    """Videos of a list of names, or of a list of scores, which are numbered."""
    if values and all(isinstance(value, str) for value in values):
        return [{"video": value, **facts} for value in values]
    if values and all(is_number(value) for value in values):
        place = "/".join(str(fact) for fact in facts.values())
        return [{"video": f"{place}/row {at}", "score": value, **facts} for at, value in enumerate(values)]
    return None


def _said(name: str) -> tuple[str, str]:
    """The field that a key fills and its word; an empty field where a key is another name."""
    plain = name.strip().lower()
    label = FOLDERS.get(plain) or (LABELS.get(plain) if plain not in CODED else None)
    if label is not None:
        return "label", label
    if spelled_plainly(name) in SPLIT_WORDS:
        return "split", name
    return ("compression", name) if _COMPRESSION.fullmatch(name) else ("", name)


def list_of_bench(content: Mapping[str, Any]) -> list[Record] | None:
    """Records of ``{data set: {label: {split: {compression: {video: {"label": …, "frames": […]}}}}}}`` of DeepfakeBench.

    A video is named by the folder of its frames, where they have one, so that tables of frames and of videos both match.
    """
    rows: list[Record] = []
    for video, held, above in _leaves(content, ()):
        if held is None:
            return None
        rows.append(_of_bench(video, held, above))
    return rows or None


def _leaves(node: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, Record | None, tuple[str, ...]]]:
    """Name, content and keys above each video; content is ``None`` where there is something else."""
    for name, value in node.items():
        inner = cast(Record, value) if isinstance(value, dict) else None
        if inner is not None and isinstance(inner.get("label"), str) and isinstance(inner.get("frames"), list):
            yield name, inner, above
        elif inner and len(above) < _DEEPEST:
            yield from _leaves(inner, (*above, name))
        else:
            yield name, None, above
            return


def _of_bench(video: str, held: Record, above: tuple[str, ...]) -> Record:
    word = str(held["label"])
    label: Label = "real" if "real" in {LABELS.get(part) for part in _BETWEEN.split(word.lower())} else "fake"
    split = next((name for name in above if spelled_plainly(name) in SPLIT_WORDS), None)
    method = word if label == "fake" else None
    data_set = above[0] if above else None
    return {
        "video": _folder(video, held["frames"]), "label": label, "method": method, "split": split, "dataset": data_set,
    }  # fmt: skip


def _folder(video: str, frames: list[Any]) -> str:
    """The folder of the frames of a video, where all lie in one that bears its name; otherwise its name."""
    folders = {str(frame).replace("\\", "/").rpartition("/")[0] for frame in frames}
    folder = folders.pop() if len(folders) == 1 else ""
    return folder if folder.rpartition("/")[2] == video else video
