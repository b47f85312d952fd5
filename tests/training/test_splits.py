import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.training import draw_split
from touchstone.training.splits import Piece
from touchstone.vocabulary.errors import CorpusError

pieces = st.lists(
    st.builds(Piece, st.sampled_from("abcdefghij"), st.booleans(), st.sampled_from([None, "test"])), min_size=1
)


@given(pieces, st.integers(0, 9))
def test_drawn_sides_share_no_group_leave_the_test_split_alone_and_hold_both_classes(held, seed):
    try:
        split = draw_split(held, seed)
    except CorpusError:
        return
    sides = [[held[i] for i in side] for side in (split.train, split.val)]
    assert not {p.group for p in sides[0]} & {p.group for p in sides[1]}
    assert sorted(split.train + split.val) == [i for i, p in enumerate(held) if p.stated != "test"]
    assert all({p.fake for p in side} == {True, False} for side in sides)
    assert draw_split(held, seed) == split


def test_two_groups_of_each_class_are_always_enough():
    for groups in (("a", "b"), ("a", "b", "c")):
        held = [Piece(f"{g}{fake}", fake) for g in groups for fake in (True, False)]
        for seed in range(20):
            split = draw_split(held, seed)
            assert {held[i].fake for i in split.val} == {True, False}


def test_groups_with_both_classes_are_held_out_one_in_five():
    held = [Piece(f"person {n}", fake) for n in range(50) for fake in (True, False)]
    split = draw_split(held, 0)
    assert len(split.val) == 20
    assert not split.warnings
    assert split.rule == "10 of 50 groups held out, drawn with seed 0"
    assert draw_split(held, 1).val != split.val


def test_the_splits_of_a_corpus_are_taken_as_they_are():
    words = ("Train", "train", "VAL", "dev", "test", "later")
    held = [Piece(str(n % 4), n % 2 == 0, word) for n, word in enumerate(words)]
    split = draw_split(held, 0)
    assert (split.train, split.val) == ((0, 1), (2, 3))
    assert [w.split(":")[0] for w in split.warnings] == [
        "1 clip(s) belong to neither split and are left out",
        "validation rests on 2 group(s), so its numbers, and values fitted to them, are rough",
    ]


def test_a_group_in_both_splits_of_a_corpus_is_told():
    held = [Piece("a", fake, word) for word in ("train", "val") for fake in (True, False)]
    assert "1 group(s) are in both splits" in draw_split(held, 0).warnings[0]


@pytest.mark.parametrize(
    ("held", "word"),
    [
        ([Piece("a", False), Piece("b", False), Piece("c", True)], "no fakes"),
        ([Piece("a", True), Piece("b", True), Piece("c", False)], "no real clips"),
        ([Piece("a", True, "test"), Piece("b", False, "test")], "all clips belong to the test split"),
        ([Piece("a", True, "train"), Piece("b", False, "train"), Piece("c", True, "val")], "no real clips"),
    ],
)
def test_a_side_without_a_class_is_refused_in_one_line(held, word):
    with pytest.raises(CorpusError, match=word) as caught:
        draw_split(held, 0)
    assert "\n" not in str(caught.value)
