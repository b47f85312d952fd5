"""Small score files, and one call that reads them."""

import polars as pl
import pytest

from touchstone.scores import Options, read_score_files


class Place:
    """A folder for score files."""

    def __init__(self, folder):
        self.folder = folder

    def file(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, *paths, labels=(), **options):
        return read_score_files(paths, labels, Options(**options))

    def scores(self, *texts, name="scores.csv", **options):
        """The scores of one file as {(detector, video): P(fake)}."""
        return scores_of(self.read(self.file(name, "\n".join(texts) + "\n"), **options))


def scores_of(found):
    table = found.tables["scores"]
    return {(d, v): p for d, v, p in table.select("detector", "video", pl.col("p_fake").round(6)).iter_rows()}


def labels_of(found):
    return dict(found.tables["videos"].select("video", "label").iter_rows())


def said(found, words):
    return any(words in note for note in found.notes)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)
