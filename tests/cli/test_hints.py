"""Hints can be copied: a shell takes what is printed, whatever columns are called."""

import re
import shlex

import numpy as np
import pytest
from tests.scores.conftest import scores_of
from tests.scores.forms.example import table, videos
from typer.testing import CliRunner

from touchstone.cli import app
from touchstone.scores import Options, parse_map, read_score_files
from touchstone.vocabulary.errors import TableError

ODD = ["my second score", "p(2)", "a&b", "it's", "größe", "$HOME", "scores[1] of 2", "x=y", "*", "# 2", " blanks "]


@pytest.mark.parametrize("name", ODD)
def test_a_hint_with_any_name_is_taken_as_it_is_printed(name, tmp_path):
    v = videos()
    path = tmp_path / "s.csv"
    path.write_bytes(table({"video": v.names, "label": v.labels, f"p_{name}": v.p, "p_b": np.round(1 - v.p, 4)}))
    with pytest.raises(TableError, match="sum to 1 in each row") as error:
        read_score_files([path])
    words = shlex.split(str(error.value).partition(", or ")[2].removesuffix(" for detectors"))
    assert words[::2] == ["--map", "--map"]
    read = read_score_files([path], (), Options(columns=parse_map(tuple(words[1::2]))))
    assert read.tables["scores"]["detector"].n_unique() == 2


@pytest.mark.parametrize("separator", [";", "|"])
def test_the_hint_of_a_column_without_a_name_runs(separator, tmp_path):
    v = videos()
    path = tmp_path / "s.csv"
    path.write_bytes(table({"v": v.names, "l": v.labels, "p": v.p, "q": v.q}, separator, header=False))
    first = CliRunner().invoke(app, ["scores", "--explain", str(path)])
    hint = re.search(r"say (--map '[^']*')", " ".join(first.output.split()))
    assert first.exit_code == 0
    assert hint is not None
    second = CliRunner().invoke(app, ["scores", "--explain", str(path), *shlex.split(hint[1])])
    assert second.exit_code == 0
    assert "score: column 'column 3' as P(fake)" in " ".join(second.output.split())
    read = read_score_files([path], (), Options(columns=parse_map((shlex.split(hint[1])[1],))))
    assert list(scores_of(read).values()) == pytest.approx(v.p)


HINT = re.compile(r"(?:say|or) (--map p_fake=confidence(?: --[a-z-]+ [a-z]+)*)")


def printed_on(path):
    """The question that reading a file ends in, or the lines that are said."""
    try:
        return " ".join(read_score_files([path]).notes)
    except TableError as error:
        return str(error)


def test_each_hint_on_a_confidence_runs_as_it_is_printed(tmp_path):
    v, path = videos(), tmp_path / "s.csv"
    far = {"confidence": np.abs(v.logits)}
    for columns in (far, {"predicted": v.called, **far}, {"predicted": v.called, "confidence": v.q}):
        path.write_bytes(table({"video": v.names, "label": v.labels, **columns}))
        hints = HINT.findall(printed_on(path))
        assert hints
        for hint in hints:
            assert CliRunner().invoke(app, ["scores", "--explain", str(path), *shlex.split(hint)]).exit_code == 0, hint


def test_a_logit_that_is_never_below_0_gets_the_sign_of_the_predicted_class(tmp_path):
    v, path = videos(), tmp_path / "s.csv"
    for name in ("logit", "score", "|logit|"):
        path.write_bytes(table({"video": v.names, "label": v.labels, "predicted": v.called, name: np.abs(v.logits)}))
        assert list(scores_of(read_score_files([path])).values()) == pytest.approx(v.p, abs=1e-5)
