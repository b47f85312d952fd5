"""Each form of the page on forms is read rightly, and its ambiguous variant is asked about or said."""

import re
import shlex
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs
import pytest
from tests.scores.forms.catalogue import EXAMPLES, read
from tests.scores.forms.example import videos

from touchstone.scores import Options, parse_map
from touchstone.vocabulary.errors import TableError, UsageError

each_form = pytest.mark.parametrize("form", EXAMPLES, ids=lambda form: form.name)


def numbered(frame, column):
    """Columns ``video`` as the number in its name, and another; sorted."""
    number = pl.col("video").str.extract(r"(\d{6})(?:\.mp4)?$").cast(pl.Int64) % 1_000_000
    return frame.with_columns(number.alias("number")).sort("number")[column].to_list()


def misread(form, videos_read, result):
    """What was read otherwise than it is; empty where all is right."""
    tables = result.tables
    wrong = []
    if numbered(tables["videos"], "label") != videos_read.labels:
        wrong.append("labels")
    scores = tables["scores"].filter(status="ok")
    if set(scores["detector"]) != set(form.detectors):
        return [*wrong, f"detectors {sorted(set(scores['detector']))}"]
    for name, which in form.detectors.items():
        means = scores.filter(detector=name).group_by("video").agg(pl.col("p_fake").mean())
        if means.height != len(videos_read):
            wrong.append(f"{name}: {means.height} of {len(videos_read)} scores")
        elif not np.allclose(numbered(means, "p_fake"), getattr(videos_read, which), atol=form.near, rtol=0):
            wrong.append(f"{name}: scores")
    return wrong


@each_form
def test_the_form_is_read_rightly_and_says_how(form, tmp_path):
    v = videos()
    result = read(tmp_path, form.write(v))
    assert misread(form, v, result) == []
    assert any(form.says in note for note in result.notes), result.notes


@each_form
def test_the_file_looks_as_the_page_says(form):
    files = form.write(videos())
    text = "\n".join(
        data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1") for data in files.values()
    )
    assert form.looks in text


@each_form
def test_what_can_be_read_in_two_ways_is_asked_or_said(form, tmp_path):
    files = form.unsure.write(videos())
    if form.unsure.asks:
        with pytest.raises((TableError, UsageError), match=re.escape(form.unsure.asks)) as error:
            read(tmp_path, files)
        assert "\n" not in str(error.value)
    else:
        notes = read(tmp_path, files).notes
        assert any(form.unsure.says in note for note in notes), notes


PAIR = r"(?:'[^']*'|[^\s'=]+=[^\s,;)']+)"
VALUE = r"(?:'[^']*'|[a-z0-9]+\b)"
NAMED = rf"--(?:map {PAIR}|(?:fake-is|label-fake|scale|rows-are|files-are) {VALUE})"
CHAIN = re.compile(rf"(?:{NAMED} ?)+")


def options_of(line):
    """Options that a line names, those that follow each other together; COLUMN is the first column that the line names."""
    column = next(iter(re.findall(r"'([^']+)'", line)), "COLUMN")
    for chain in CHAIN.findall(line):
        words = shlex.split(chain)
        named = [(name.removeprefix("--"), value) for name, value in zip(words[::2], words[1::2], strict=True)]
        maps = [value for name, value in named if name == "map"]
        maps = tuple(value.replace("COLUMN", column).replace("NAME", f"n{i}") for i, value in enumerate(maps))
        others: dict[str, Any] = {name.replace("-", "_"): value for name, value in named if name != "map"}
        if "label_fake" in others:
            others["label_fake"] = (others["label_fake"],)
        if named and not ("COLUMN" in chain and len(named) == 1):
            yield Options(columns=parse_map(maps), **others)


def outcome(folder, files, options=None):
    """Scores and labels, or the question that a file ends in, and all that is said."""
    try:
        result = read(folder, files, options)
    except (TableError, UsageError) as error:
        return str(error), [str(error)]
    scores = result.tables["scores"].select("detector", "video", "unit", "index", "p_fake").to_dicts()
    facts = result.tables["videos"].drop(cs.by_dtype(pl.Null)).to_dicts()
    return (scores, facts, result.notes), result.notes


def changes(folder, files):
    """Each option that a line names, and whether it changes what is read."""
    before, lines = outcome(folder, files)
    asked = isinstance(before, str)
    for line in lines:
        for options in options_of(line):
            after, _ = outcome(folder, files, options)
            yield (line, options), (after != before and not isinstance(after, str)) if asked else after != before


@each_form
@pytest.mark.parametrize("unclear", [False, True], ids=["clear", "unclear"])
def test_the_options_that_lines_name_change_what_is_read(form, unclear, tmp_path):
    files = (form.unsure.write if unclear else form.write)(videos())
    results = list(changes(tmp_path, files))
    if unclear and form.unsure.asks:
        assert not results or any(changed for _, changed in results), results
    else:
        assert [what for what, changed in results if not changed] == []


@pytest.mark.slow
def test_the_forms_name_many_options(tmp_path):
    """So that the test above looks at something."""
    named = [
        options
        for form in EXAMPLES
        for _, lines in [outcome(tmp_path, form.unsure.write(videos(12)))]
        for options in map(list, map(options_of, lines))
        if options
    ]
    assert len(named) > 40
