"""What a corpus knows of its own defects: ``truth.parquet`` beside its manifest."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.errors import CorpusError, TableError
from touchstone.vocabulary.tables import TRUTH, read_table

from .entry import Corpus


def read_truth(corpus: Corpus) -> pl.DataFrame:
    """Rows of the ``truth`` table for the videos of a corpus; none where it knows nothing.

    Raises:
        CorpusError: the file is there and is no truth table.
    """
    try:
        table = read_table(TRUTH, corpus.root)
    except TableError as error:
        raise CorpusError(
            f"{corpus.root / 'truth.parquet'} cannot be used: {error}; correct it or remove it"
        ) from error
    return table.filter(pl.col("video").is_in([entry.video for entry in corpus.entries]))
