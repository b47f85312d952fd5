"""Golden sentences of detectors of which only counts are known, and which pairs of them are told apart."""

import pytest

from touchstone.conclusions.examination.counts import examine_counts
from touchstone.vocabulary.tables import COUNTS, from_rows


def table(*detectors, file="c.json", total=(50, 50), threshold=None):
    """Name, real videos called right, fakes called right; totals and threshold the same for all."""
    return [
        {"file": file, "detector": name, "label": label, "total": n, "correct": right, "threshold": threshold}
        for name, *both in detectors
        for label, right, n in zip(("real", "fake"), both, total, strict=True)
        if n is not None
    ]


def examined(*detectors, **options):
    (file,) = examine_counts(from_rows(table(*detectors, **options), COUNTS))
    return file


@pytest.mark.parametrize(
    ("both", "total", "supports", "statement"),
    [
        # Classes of one size: against a coin.
        ((46, 24), (50, 50), "above chance",
         "70% [60%, 78%], 70 of 100 right: above chance (exact binomial p = 7.9e-05, Holm-corrected p = 7.9e-05)"),
        ((24, 6), (50, 50), "below chance",
         "30% [22%, 40%], 30 of 100 right: below chance (exact binomial p = 7.9e-05, Holm-corrected p = 7.9e-05)"),
        ((44, 12), (50, 50), "cannot tell",
         "56% [46%, 65%], 56 of 100 right: not distinguished from a coin (exact binomial p = 0.27, Holm-corrected p = 0.27); "
         "of 100 videos, 61 right would differ from a coin; to distinguish 56% from a coin takes about 543 videos"),
        ((31, 30), (50, 50), "above chance",
         "61% [51%, 70%], 61 of 100 right: above chance (exact binomial p = 0.035, Holm-corrected p = 0.035)"),
        ((30, 30), (50, 50), "cannot tell",
         "60% [50%, 69%], 60 of 100 right: not distinguished from a coin (exact binomial p = 0.057, Holm-corrected "
         "p = 0.057); of 100 videos, 61 right would differ from a coin; to distinguish 60% from a coin takes about 194 videos"),
        ((25, 25), (50, 50), "cannot tell",
         "50% [40%, 60%], 50 of 100 right: not distinguished from a coin (exact binomial p = 1, Holm-corrected p = 1); of 100 "
         "videos, 61 right would differ from a coin"),
        ((2, 1), (2, 2), "cannot tell",
         "75% [30%, 95%], 3 of 4 right: not distinguished from a coin (exact binomial p = 0.62, Holm-corrected p = 0.62); 4 "
         "videos are too few to differ from a coin; to distinguish 75% from a coin takes about 29 videos"),
        ((505, 505), (1000, 1000), "cannot tell",
         "50% [48%, 53%], 1010 of 2000 right: not distinguished from a coin (exact binomial p = 0.67, Holm-corrected "
         "p = 0.67); of 2000 videos, 1045 right would differ from a coin; to distinguish 50% from a coin takes about 78,487 "
         "videos"),
        # Classes of different size: whether decisions depend on the label.
        ((9, 870), (10, 900), "above chance",
         "93% [78%, 97%], balanced accuracy: above chance (Fisher's exact test of label and decision, Holm-corrected "
         "p = 1.8e-12)"),
        ((1, 90), (10, 900), "below chance",
         "10% [6%, 25%], balanced accuracy: below chance (Fisher's exact test of label and decision, Holm-corrected "
         "p = 1.4e-08)"),
        ((1, 890), (10, 900), "cannot tell",
         "54% [50%, 70%], balanced accuracy: not distinguished from a coin (Fisher's exact test of label and decision, "
         "Holm-corrected p = 0.12); of 910 videos, 486 right would differ from a coin; to distinguish 98% from a coin takes "
         "about 6 videos"),
        # One answer.
        ((50, 0), (50, 50), "one answer",
         "all 100 videos were called real: 50% [40%, 60%] is what any constant answer reaches; either its scores are constant "
         "or its threshold is in the wrong place: counts cannot show which, scores of single videos can"),
        ((0, 50), (50, 50), "one answer",
         "all 100 videos were called fake: 50% [40%, 60%] is what any constant answer reaches; either its scores are constant "
         "or its threshold is in the wrong place: counts cannot show which, scores of single videos can"),
        ((0, 40), (10, 40), "one answer",
         "all 50 videos were called fake: 50% [46%, 64%] is what any constant answer reaches; either its scores are constant "
         "or its threshold is in the wrong place: counts cannot show which, scores of single videos can"),
        ((1, 50), (50, 50), "cannot tell",
         "51% [41%, 61%], 51 of 100 right: not distinguished from a coin (exact binomial p = 0.92, Holm-corrected p = 0.92); "
         "of 100 videos, 61 right would differ from a coin; to distinguish 51% from a coin takes about 19,620 videos"),
        # One class.
        ((0, 40), (0, 50), "cannot tell", "only one class was counted, so nothing shows whether it separates fake from real"),
        ((40, 0), (50, 0), "cannot tell", "only one class was counted, so nothing shows whether it separates fake from real"),
        ((40, None), (50, None), "cannot tell",
         "only one class was counted, so nothing shows whether it separates fake from real"),
        ((None, 40), (None, 50), "cannot tell",
         "only one class was counted, so nothing shows whether it separates fake from real"),
    ],
)  # fmt: skip
def test_what_counts_support(both, total, supports, statement):
    (d,) = examined(("x", *both), total=total).detectors
    assert (d.supports, d.statement) == (supports, statement)


def test_p_values_are_corrected_over_the_detectors_of_a_file():
    file = examined(("good", 46, 24), ("fair", 31, 30), ("none", 25, 25), threshold=0.4)
    assert [d.statement for d in file.detectors] == [
        "70% [60%, 78%], 70 of 100 right: above chance (exact binomial p = 7.9e-05, Holm-corrected p = 0.00024)",
        "61% [51%, 70%], 61 of 100 right: not distinguished from a coin (exact binomial p = 0.035, Holm-corrected p = 0.07); "
        "of 100 videos, 61 right would differ from a coin; to distinguish 61% from a coin takes about 160 videos",
        "50% [40%, 60%], 50 of 100 right: not distinguished from a coin (exact binomial p = 1, Holm-corrected p = 1); of 100 "
        "videos, 61 right would differ from a coin",
    ]
    assert [d.chance_p for d in file.detectors] == pytest.approx([2.355e-4, 0.07042, 1.0], rel=1e-3)
    assert [d.label_p for d in file.detectors] == pytest.approx([3.676e-5, 0.08985, 1.0], rel=1e-3)
    assert [d.supports for d in file.detectors] == ["above chance", "cannot tell", "cannot tell"]


def test_what_is_counted_of_a_detector():
    d, other = examined(("x", 8, 15), ("y", 1, 2), total=(10, 20), threshold=0.4).detectors
    assert (d.name, d.file, d.threshold, d.subject) == ("x", "c.json", 0.4, "x (counts)")
    assert (d.real_correct, d.real_total, d.fake_correct, d.fake_total) == (8, 10, 15, 20)
    assert (d.real, d.fake, d.correct, d.total) == ((8, 10), (15, 20), 23, 30)
    assert str(d.accuracy) == "0.767 [0.591, 0.882], n = 30"
    assert str(d.real_accuracy) == "0.800 [0.490, 0.943], n = 10"
    assert str(d.fake_accuracy) == "0.750 [0.531, 0.888], n = 20"
    assert str(d.balanced_accuracy) == "0.775 [0.585, 0.875], n = 30"
    assert str(d.bias) == "0.050 [-0.289, 0.311], n = 30"
    assert other.subject == "y (counts)"


def test_a_threshold_that_is_not_known_is_none():
    assert examined(("x", 8, 15)).detectors[0].threshold is None


def test_files_are_kept_apart_and_in_order():
    rows = [*table(("x", 40, 10), file="b.json"), *table(("x", 20, 30), ("a", 25, 25), file="a.json")]
    files = examine_counts(from_rows(rows, COUNTS))
    assert [(f.file, [d.name for d in f.detectors], [d.file for d in f.detectors]) for f in files] == [
        ("b.json", ["x"], ["b.json"]),
        ("a.json", ["x", "a"], ["a.json", "a.json"]),
    ]
    assert [len(f.pairs) for f in files] == [0, 1]
    many = [row for name in "hbgcfade" for row in table((name, 40, 10), file=f"{name}.json")]
    assert [f.file[0] for f in examine_counts(from_rows(many, COUNTS))] == list("hbgcfade")
    assert [d.name for d in examined(*((name, 40, 10) for name in "hbgcfade")).detectors] == list("hbgcfade")


def test_pairs_of_detectors():
    file = examined(("a", 50, 50), ("b", 25, 25), ("c", 44, 12), ("d", 46, 24))
    assert [(p.first, p.second, p.conclusion) for p in file.pairs] == [
        ("a", "b", "told apart"),
        ("a", "c", "told apart"),
        ("a", "d", "told apart"),
        ("b", "c", "not told apart"),
        ("b", "d", "depends on the overlap"),
        ("c", "d", "depends on the overlap"),
    ]
    assert [p.accuracy.p_adjusted for p in file.pairs[3:]] == pytest.approx([0.47881, 0.017812, 0.11314], rel=1e-3)
    assert [p.accuracy.correction for p in file.pairs] == ["Holm"] * 6
    assert [p.paired_p_from for p in file.pairs[3:]] == pytest.approx([0.37709, 3.2902e-5, 2.4414e-4], rel=1e-3)
    assert [p.paired_p_to for p in file.pairs[3:]] == pytest.approx([0.54461, 0.092359, 0.10815], rel=1e-3)
    assert [str(p.accuracy) for p in file.pairs[3:]] == [
        "-0.060 [-0.194, 0.077], n = 200, p = 0.479 (Holm)",
        "-0.200 [-0.326, -0.064], n = 200, p = 0.0178 (Holm)",
        "-0.140 [-0.267, -0.006], n = 200, p = 0.113 (Holm)",
    ]
    assert file.pair("b", "a") is file.pair("a", "b") is file.pairs[0]
    assert file.pair("d", "c") is file.pairs[5]


def test_pairs_with_different_numbers_of_videos_are_compared_as_different_videos():
    rows = [*table(("a", 45, 45), ("b", 25, 25)), *table(("c", 20, 20), total=(40, 40))]
    (file,) = examine_counts(from_rows(rows, COUNTS))
    assert [(p.first, p.second, p.conclusion, p.paired_p_from is None, p.paired_p_to is None) for p in file.pairs] == [
        ("a", "b", "told apart", False, False),
        ("a", "c", "told apart", True, True),
        ("b", "c", "not told apart", True, True),
    ]
