"""A class that is neither real nor fake does not count as fake, and the option takes the other reading."""

import pytest
from tests.scores.conftest import said, scores_of

COUNT = 30
LABELS = [("real", "fake")[i % 2] for i in range(COUNT)]
FAKE = [round(0.05 + (i * 7 % COUNT) * 0.01 + 0.3 * (i % 2), 2) for i in range(COUNT)]
REAL = [round((1 - f) * (0.5 + (i % 3) / 10), 4) for i, f in enumerate(FAKE)]
REST = [round(1 - f - r, 4) for f, r in zip(FAKE, REAL, strict=True)]


def table(place, third, whole=1):
    lines = [
        f"v{i},{LABELS[i]},{round(REAL[i] * whole, 2 + (whole == 1) * 2)},{round(FAKE[i] * whole, 4)},{round(REST[i] * whole, 4)}"
        for i in range(COUNT)
    ]
    return place.file("s.csv", "\n".join([f"video,label,real,fake,{third}", *lines]) + "\n")


def read(found):
    scores = scores_of(found)
    return [scores["s", f"v{i}"] for i in range(COUNT)]


@pytest.mark.parametrize(("whole", "scale"), [(1, None), (100, "percent")])
@pytest.mark.parametrize("third", ["uncertain", "Unknown", "other"])
def test_a_class_of_neither_is_no_fake(place, third, whole, scale):
    path = table(place, third, whole)
    found = place.read(path)
    assert read(found) == pytest.approx(FAKE)
    way = "--map p_fake=real --scale percent --fake-is low" if scale else "--map p_fake=real --fake-is low"
    assert said(found, f"P(fake) is 'fake', and '{third}' does not count as fake ({way} takes 1 − 'real')")
    turned = place.read(path, columns={"p_fake": "real"}, fake_is="low", scale=scale)
    assert read(turned) == pytest.approx([1 - r for r in REAL], abs=1e-4)


def test_a_class_of_another_name_counts_as_fake_and_the_note_names_the_option_that_leaves_it_out(place):
    path = table(place, "third")
    found = place.read(path)
    assert read(found) == pytest.approx([1 - r for r in REAL])
    assert said(found, "so 'third' counts as fake (if not, say --map p_fake=fake)")
    assert read(place.read(path, columns={"p_fake": "fake"})) == pytest.approx(FAKE)
