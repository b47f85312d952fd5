import pytest

from touchstone.footage.interventions import INTERVENTIONS
from touchstone.training import Change, read_change
from touchstone.training.changes import SHAM
from touchstone.vocabulary.errors import UsageError


def test_every_intervention_is_known_by_its_name_at_its_medium_dose():
    for name, intervention in INTERVENTIONS.items():
        change = read_change(name)
        assert (change.name, change.dose, change.domain) == (name, intervention.doses[1], intervention.domain)
        assert read_change(str(change)) == change


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region_jpg", "do you mean region_jpeg"),
        ("xyz", "docs/interventions.md"),
        ("jpeg:strong", "must be a number"),
        ("jpeg:1000", "takes a dose of"),
        ("jpeg:nan", "takes a dose of"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(text, said):
    with pytest.raises(UsageError, match=said) as caught:
        read_change(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", ["bg", "cm", "av", "rr", "ll", "tm"])
def test_only_the_own_domain_makes_a_fake_and_nothing_unmakes_one(key):
    for intervention in INTERVENTIONS.values():
        change = Change(intervention.name, intervention.doses[1])
        forged = intervention.name not in {"mute", "sound_resample", "sound_mp3", "sound_opus"}
        assert change.positive(key, False) == (intervention.domain == key and forged)
        assert change.positive(key, True)
    assert not SHAM.positive(key, False)
