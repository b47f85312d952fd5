"""The public twins go through the same doors as everything that they stand for."""

import pytest

from touchstone.detectors.config import read_detectors
from touchstone.detectors.kinds import kinds
from touchstone.detectors.load import load_detectors
from touchstone.footage.corpus import all_layouts, open_corpus
from touchstone.testing import BrightnessDetector, BrightnessKind, SuffixLayout
from touchstone.vocabulary.errors import CorpusError, UsageError

KIND, LAYOUT = BrightnessKind(), SuffixLayout()


def test_a_kind_of_another_package_is_chosen_by_its_key_and_scores(tmp_path, offer):
    offer("touchstone.detector_kinds", KIND)
    (tmp_path / "detectors.toml").write_text("[mine]\nbrightness = 90\n")
    (spec,) = read_detectors(tmp_path / "detectors.toml")
    assert (spec.kind.name, spec.value, spec.domain) == ("brightness", "90.0", None)
    loaded = load_detectors([spec], None)  # pyright: ignore[reportArgumentType]  # it needs no device
    (detector,) = loaded.detectors
    assert isinstance(detector, BrightnessDetector)
    assert loaded.table.select("detector", "kind", "status").rows() == [("mine", "brightness", "ok")]
    assert loaded.tensors.height == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[a]\nbrightness = "x"\n', r"\[a\] has brightness = 'x': .*valid number"),
        ("[a]\nbrightnes = 1\n", "unknown setting 'brightnes'; did you mean 'brightness'"),
        ('[a]\nbrightness = 1\nspecialist = "cm"\n', "is of several kinds: specialist and brightness; keep only one"),
        (
            '[a]\nbrightness = 1\nlevel = 2\n[b]\nspecialist = "xx"\n',
            r"\[a\] has the unknown setting 'level'.*; \[b\] names the unknown specialist 'xx'",
        ),
        ("[a]\n", 'needs .*specialist = "…" or brightness = "…"'),
    ],
)
def test_mistakes_are_all_told_before_anything_is_loaded(tmp_path, offer, text, words):
    offer("touchstone.detector_kinds", KIND)
    (tmp_path / "detectors.toml").write_text(text)
    with pytest.raises(UsageError, match=words) as error:
        read_detectors(tmp_path / "detectors.toml")
    assert "\n" not in str(error.value)


def test_what_another_package_offers_must_be_one_and_new(offer):
    offer("touchstone.detector_kinds", object())
    with pytest.raises(UsageError, match=r"package \(package\.twin\), .* is not a Kind; fix or remove it"):
        kinds()


def test_two_of_one_name_are_a_question(offer):
    offer("touchstone.detector_kinds", KIND, "first")
    offer("touchstone.detector_kinds", KIND, "second")
    with pytest.raises(UsageError, match=r"package\.first\) and .*package\.second\) both offer 'brightness'"):
        kinds()


def test_a_package_that_cannot_be_imported_is_named(offer, monkeypatch):
    monkeypatch.setattr("tests.testing.conftest.Offered.load", lambda self: 1 / 0)
    offer("touchstone.layouts", None)
    with pytest.raises(UsageError, match="cannot be imported: ZeroDivisionError"):
        all_layouts()


def videos(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_a_layout_of_another_package_is_recognised_before_general_ones(tmp_path, offer):
    offer("touchstone.layouts", LAYOUT)
    videos(tmp_path, "a.real.mp4", "a.fake.mp4", "real/b.mp4")
    corpus = open_corpus(tmp_path)
    assert corpus.layout == "suffixes"
    assert [(e.video, e.label, e.group) for e in corpus.entries] == [
        ("a.fake.mp4", "fake", "a"),
        ("a.real.mp4", "real", "a"),
    ]
    (tmp_path / "manifest.csv").write_text("path,label\nreal/b.mp4,real\n")
    assert open_corpus(tmp_path).layout == "manifest"


class Twin(SuffixLayout):
    name = "twin"


def test_two_layouts_that_both_fit_are_a_question(tmp_path, offer):
    offer("touchstone.layouts", LAYOUT, "first")
    offer("touchstone.layouts", Twin(), "second")
    videos(tmp_path, "a.real.mp4")
    with pytest.raises(CorpusError, match=r"is laid out as suffixes and as twin; write a manifest\.csv"):
        open_corpus(tmp_path)
