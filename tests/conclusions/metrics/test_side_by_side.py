"""Scores side by side are those of the rows, whatever the detectors are called."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from touchstone.conclusions.metrics import side_by_side

NAMES = st.sampled_from(["video", "label", "a", "b", "P(fake) 0", "detector", "p_fake"])


@given(
    st.dictionaries(st.tuples(NAMES, st.sampled_from("uvwx")), st.floats(0, 1), max_size=20),
    st.permutations(["video", "a", "P(fake) 0", "b"]),
)
def test_each_cell_is_the_score_of_its_row(scores, wanted):
    rows = pl.DataFrame(
        [(d, v, v.upper(), p) for (d, v), p in scores.items()],
        schema={"detector": pl.String, "video": pl.String, "label": pl.String, "p_fake": pl.Float64}, orient="row",
    )  # fmt: skip
    table, columns = side_by_side(rows, wanted, ("video", "label"))
    kept = {key: p for key, p in scores.items() if key[0] in wanted}
    assert list(columns) == [name for name in wanted if name in {d for d, _ in kept}]
    assert table["video"].to_list() == sorted({v for _, v in kept})
    assert (table["label"] == table["video"].str.to_uppercase()).all()
    cells = {
        (d, v): p
        for d, column in columns.items()
        for v, p in table.select("video", column).iter_rows()
        if p is not None
    }
    assert cells == kept
