import pytest

from touchstone.conclusions.examination import FootageExamination, Origin, examine_footage
from touchstone.testing import footage
from touchstone.vocabulary.tables import VIDEOS, from_rows


def examined(rows):
    return examine_footage(from_rows(rows, VIDEOS))


def test_counts_groups_and_sources():
    rows = footage(20)
    rows[0] |= {"status": "failed", "reason": "truncated"}
    rows[1] |= {"status": "failed", "reason": "truncated"}
    rows[3] |= {"status": "failed", "reason": "empty"}
    found = examined(rows)
    assert (found.real, found.fake, found.failed_real, found.failed_fake, found.videos) == (9, 8, 1, 2, 20)
    assert found.reasons == (("truncated", 2), ("empty", 1))
    assert found.groups == (9, 8)
    assert found.origins == (
        Origin(name="site 0", real=4, fake=0),
        Origin(name="site 1", real=0, fake=4),
        Origin(name="site 2", real=5, fake=0),
        Origin(name="site 3", real=0, fake=4),
    )


def test_footage_whose_sources_hold_one_label_each_is_confounded():
    assert examined(footage(40)).confounded
    mixed = examined(footage(40, source=lambda i: f"site {i // 2 % 3}"))
    assert not mixed.confounded
    assert mixed.one_sided == 0
    assert len(mixed.mixed) == 3


@pytest.mark.parametrize(("mixed", "confounded"), [(30, False), (26, False), (25, True), (20, True)])
def test_footage_is_confounded_where_half_of_it_has_no_source_with_both_labels(mixed, confounded):
    """Videos without a source cannot show that it does not matter; they leave the AUC of the source at 0.5."""
    half = FootageExamination(real=50, fake=50, origins=(Origin(name="both", real=mixed, fake=mixed),))
    assert half.source_auc == 0.5
    assert half.confounded is confounded


def test_without_sources_nothing_is_said_of_them():
    found = examined(footage(40, source=lambda _: None))
    assert found.origins == ()
    assert not found.confounded


def test_a_property_that_tells_the_label_is_the_shortcut():
    mixed = {"source": lambda i: f"site {i // 2 % 3}"}
    assert examined(footage(100, **mixed)).shortcut is None
    found = examined(footage(100, **mixed, codec=lambda i: "vp9" if i % 2 else "h264")).shortcut
    assert found is not None
    assert found.name == "codec"


def test_equal_content_is_found_across_names():
    rows = footage(10)
    rows[4]["sha256"] = rows[7]["sha256"] = rows[2]["sha256"]
    assert examined(rows).duplicates == (("0002.mp4", "0004.mp4", "0007.mp4"),)
