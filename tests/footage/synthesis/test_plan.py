from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.footage.interventions import INTERVENTIONS
from touchstone.footage.synthesis import CAMERAS, SPLITS, Plan
from touchstone.footage.synthesis.background import BACKGROUND_FAMILIES as SCENES
from touchstone.footage.synthesis.encoder import ENCODER_FAMILIES as CODECS
from touchstone.footage.synthesis.plan import _shares
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError


def full(clips, seed=0, **more):
    return Plan(seed=seed, clips=clips, splits=tuple(SPLITS["full"].items()), **more)


@pytest.fixture(scope="module")
def recipes():
    return full(1200).recipes()


def test_every_real_clip_has_a_fake_of_the_same_take(recipes):
    takes = defaultdict(list)
    for r in recipes:
        takes[r.origin].append(r)
    assert len(recipes) == 1200
    for pair in takes.values():
        real, fake = sorted(pair, key=lambda r: r.label, reverse=True)
        assert (real.label, fake.label) == ("real", "fake")
        assert not real.defects
        assert 1 <= len(fake.defects) <= 2
        assert (real.group, real.source, real.codec, real.scene, real.split) == (
            fake.group, fake.source, fake.codec, fake.scene, fake.split,
        )  # fmt: skip


def test_no_person_is_in_two_splits_and_everyone_has_both_labels(recipes):
    where, labels = defaultdict(set), defaultdict(set)
    for r in recipes:
        where[r.group].add(r.split)
        labels[r.group].add(r.label)
    assert set(map(len, where.values())) == {1}
    assert set(map(len, labels.values())) == {2}


def test_one_codec_camera_and_scene_are_in_the_test_split_alone(recipes):
    for get, kept, all_of in (
        (lambda r: r.codec, CODECS[-1].name, {c.name for c in CODECS}),
        (lambda r: r.source, CAMERAS[-1].name, {c.name for c in CAMERAS}),
        (lambda r: r.scene, SCENES[-1], set(SCENES)),
    ):
        assert {r.split for r in recipes if get(r) == kept} == {"test"}
        assert {get(r) for r in recipes if r.split == "train"} == all_of - {kept}
        assert {get(r) for r in recipes if r.split == "test"} == all_of


def test_what_decides_a_file_does_not_follow_its_label(recipes):
    # Of the steered files, the rate per pixel: the ranks of real and fake ones mix.
    rates = {"real": [], "fake": []}
    for r in recipes:
        if r.encoding.bits:
            rates[r.label].append(r.encoding.bits / (r.origin.width * r.origin.height * float(r.origin.fps)))
    assert min(map(len, rates.values())) > 250
    above = np.mean(np.subtract.outer(rates["fake"], rates["real"]) > 0)
    assert 0.44 < above < 0.56  # 0.5 ± 2.4 standard errors


def test_persons_of_a_small_corpus_are_not_trained_on_by_a_large_one(recipes):
    trained = {r.group for r in recipes if r.split != "test"}
    demo = {r.group for r in Plan(clips=96, planted="half", takes=1).recipes()}
    assert demo
    assert not demo & trained


def test_defects_are_balanced_over_domains_and_their_doses_are_of_the_registry(recipes):
    fakes = [r for r in recipes if r.label == "fake"]
    singles = Counter(r.method for r in fakes if len(r.defects) == 1)
    assert set(singles) == set(DOMAINS)
    assert max(singles.values()) - min(singles.values()) <= 0.15 * len(fakes) / 6
    kinds = Counter(r.difficulty for r in fakes)
    assert kinds["two"] == pytest.approx(len(fakes) / 5, rel=0.05)
    assert kinds["hard"] == pytest.approx(len(fakes) / 5, rel=0.1)
    for r in fakes:
        assert (r.difficulty == "two") == (len(r.defects) == 2)
        assert len({d.domain for d in r.defects}) == len(r.defects)
        for d in r.defects:
            intervention = INTERVENTIONS[d.intervention]
            assert (d.domain, d.unit, d.region) == (intervention.domain, intervention.unit, intervention.region)
            assert d.dose == intervention.doses[0] if r.difficulty == "hard" else d.dose in intervention.doses[1:]
    planted = {d.intervention for r in fakes for d in r.defects}
    assert planted == {i.name for i in INTERVENTIONS.values() if i.domain != "common"}


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    assert Plan(seed=1, clips=24).recipes() == Plan(seed=1, clips=24).recipes()
    assert Plan(seed=1, clips=24).recipes() != Plan(seed=2, clips=24).recipes()
    assert full(600, seed=1).recipes()[0] == full(1200, seed=1).recipes()[0]


def test_domains_can_be_chosen():
    for domain in DOMAINS:
        fakes = [r for r in Plan(clips=20, domains=(domain,)).recipes() if r.label == "fake"]
        assert {r.method for r in fakes} == {domain}
        assert {r.difficulty for r in fakes} == {"plain", "hard"}


@given(st.lists(st.floats(0.05, 1), min_size=1, max_size=3), st.integers(1, 2000))
def test_splits_add_up(weights, pairs):
    shares = _shares(tuple(zip(("train", "val", "test"), weights, strict=False)), pairs)
    assert sum(count for _, count in shares) == pairs
    assert all(count >= 0 for _, count in shares)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"clips": 1}, "at least 2 clips"),
        ({"domains": ("xy",)}, "no domain 'xy'; there are bg, cm"),
        ({"domains": ()}, "needs at least one domain"),
    ],
)
def test_plans_that_make_no_sense(settings, words):
    with pytest.raises(UsageError, match=words):
        Plan(**settings)


def test_half_of_the_domains_in_each_take_and_the_others_in_the_next():
    recipes = Plan(clips=48, planted="half", takes=1).recipes()
    fakes = defaultdict(list)
    for r in recipes:
        fakes[r.group] += [d.domain for d in r.defects]
    assert len(recipes) == 48
    assert len(fakes) == 12  # takes, each of another person
    takes = [set(domains) for domains in fakes.values()]
    assert {len(domains) for domains in fakes.values()} == {3}
    for even, odd in zip(takes[::2], takes[1::2], strict=True):
        assert even | odd == set(DOMAINS)
    names = Counter(d.intervention for r in recipes for d in r.defects if d.domain == "bg")
    assert len(names) > 1  # not the typical one alone
    assert len({r.video.split("/")[1] for r in recipes}) == 48
    alone = Plan(clips=8, planted="half", domains=("cm",)).recipes()
    assert Counter(r.method for r in alone if r.label == "fake") == {"cm": 4}


@pytest.mark.parametrize("takes", [1, 2, 3])
def test_a_person_has_so_many_takes(takes):
    counts = Counter(r.group for r in Plan(clips=24, takes=takes).recipes() if r.label == "real")
    assert set(counts.values()) == {takes}
