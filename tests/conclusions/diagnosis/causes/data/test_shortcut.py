"""Golden sentences of footage whose sources, or whose files, reveal the label."""

# Limits and options of the small builders are typed by their defaults alone.
# pyright: reportArgumentType=false

from dataclasses import asdict, replace

import pytest
from tests.conclusions.small import estimate, footage

from touchstone.conclusions.diagnosis.causes.data.shortcut import CAUSE
from touchstone.conclusions.diagnosis.causes.data.shortcut import _shortcut as shortcut
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Association, Examination, MetadataClassifier, Origin


def asked(real=50, fake=50, **measured):
    """The answer; of a confidence that is learned, only that it is not 1."""
    answer = shortcut(Examination(footage=footage(real, fake, **{"groups": (real, fake), **measured})))
    return answer if answer is None or answer.confidence == 1 else replace(answer, confidence=0.0)


def finding(verdict, evidence, remedy, *, exact=False):
    return Finding(
        code="data.shortcut",
        kind="root",
        severity="moderate",
        subject="footage",
        verdict=verdict,
        confidence=float(exact),
        evidence=tuple(evidence),
        remedy=remedy,
        verify="",
    )


def origins(**sources):
    return tuple(Origin(name=name, real=real, fake=fake) for name, (real, fake) in sources.items())


def of_sources(statement, count, total):
    return Evidence(statement=statement, source="videos", value=count, n=total)


# ---------------------------------------------------------------------------------------------------- sources


@pytest.mark.parametrize(
    ("real", "fake", "sources", "statement", "remedy"),
    [
        (50, 50, origins(a=(40, 0), b=(0, 40), c=(10, 10)),
         ("80 of 100 videos come from sources with only one label or without a name; of 3 sources, 1 with both labels: "
          "c (10 real, 10 fake)", 80, 100),
         "collect fakes made from the real videos of a; the real videos behind the fakes of b"),
        (50, 50, origins(a=(50, 0), b=(0, 25)),  # 25 fakes have no source
         ("100 of 100 videos come from sources with only one label or without a name; of 2 sources, 0 with both labels: none",
          100, 100),
         "collect fakes made from the real videos of a; the real videos behind the fakes of b"),
        (50, 50, origins(a=(50, 0), b=(0, 50)),
         ("100 of 100 videos come from sources with only one label or without a name; of 2 sources, 0 with both labels: none",
          100, 100),
         "collect fakes made from the real videos of a; the real videos behind the fakes of b"),
        (60, 50, origins(a=(50, 0), b=(5, 20), c=(5, 30)),
         ("50 of 110 videos come from sources with only one label or without a name; of 3 sources, 2 with both labels: "
          "b (5 real, 20 fake), c (5 real, 30 fake)", 50, 110),
         "collect fakes made from the real videos of a"),
        (50, 60, origins(a=(0, 50), b=(20, 5), c=(30, 5)),
         ("50 of 110 videos come from sources with only one label or without a name; of 3 sources, 2 with both labels: "
          "b (20 real, 5 fake), c (30 real, 5 fake)", 50, 110),
         "collect the real videos behind the fakes of a"),
        (100, 100, origins(a=(70, 30), b=(30, 70)),  # AUC 0.70 by the source alone
         ("0 of 200 videos come from sources with only one label or without a name; of 2 sources, 2 with both labels: "
          "a (70 real, 30 fake), b (30 real, 70 fake)", 0, 200),
         "collect from each source as many real as fake videos"),
        (1, 0, origins(a=(1, 0)),
         ("1 of 1 videos come from sources with only one label or without a name; of 1 sources, 0 with both labels: none",
          1, 1),
         "collect fakes made from the real videos of a"),
        (100, 0, origins(a=(50, 0)),  # just half of the videos
         ("100 of 100 videos come from sources with only one label or without a name; of 1 sources, 0 with both labels: none",
          100, 100),
         "collect fakes made from the real videos of a"),
        (0, 100, origins(a=(0, 50)),
         ("100 of 100 videos come from sources with only one label or without a name; of 1 sources, 0 with both labels: none",
          100, 100),
         "collect the real videos behind the fakes of a"),
        (60, 40, origins(a=(30, 0), b=(0, 20)),  # half of the videos are without a source, and those have both labels
         ("100 of 100 videos come from sources with only one label or without a name; of 2 sources, 0 with both labels: none",
          100, 100),
         "collect fakes made from the real videos of a; the real videos behind the fakes of b"),
    ],
)  # fmt: skip
def test_sources_of_one_label_are_a_fact_and_say_what_is_lacking(real, fake, sources, statement, remedy):
    assert asked(real, fake, origins=sources) == finding("confirmed", [of_sources(*statement)], remedy, exact=True)


@pytest.mark.parametrize(
    ("real", "fake", "sources"),
    [
        (50, 50, ()),
        (0, 0, origins(a=(0, 0))),  # no video at all
        (100, 100, origins(a=(69, 31), b=(31, 69))),  # AUC 0.69
        (100, 0, origins(a=(49, 0))),
        (50, 50, origins(a=(25, 25))),  # half of them have no source, and nothing shows a confound
        (50, 50, origins(a=(25, 25), b=(25, 25))),
    ],
)
def test_sources_that_do_not_reveal_the_label_are_no_finding(real, fake, sources):
    assert asked(real, fake, origins=sources) is None


@pytest.mark.parametrize(("count", "p", "is_found"), [(14, 0.9, True), (15, 0.05, True), (15, 0.0501, False)])
def test_many_sources_of_one_label_each_may_be_so_by_chance(count, p, is_found):
    many = tuple(Origin(name=f"s{i:02d}", real=5 * (i % 2), fake=5 * (1 - i % 2)) for i in range(count))
    by_source = Association(name="source", level="group", auc=1.0, chance=0.9, spread=0.03, p_value=p, n=5 * count, units=count)
    real, fake = sum(o.real for o in many), sum(o.fake for o in many)
    assert (asked(real, fake, origins=many, by_source=by_source) is not None) == is_found


@pytest.mark.parametrize(
    ("count", "listed"),
    [
        (10, "s00, s01, s02, s03, s04, s05, s06, s07, s08, s09"),
        (11, "s00, s01, s02, s03, s04, s05, s06, s07, s08, s09 and 1 more"),
        (13, "s00, s01, s02, s03, s04, s05, s06, s07, s08, s09 and 3 more"),
    ],
)
def test_of_many_sources_ten_are_named(count, listed):
    many = tuple(Origin(name=f"s{i:02d}", real=5, fake=0) for i in range(count))
    found = asked(5 * count, 0, origins=many)
    assert found is not None
    assert found.remedy == f"collect fakes made from the real videos of {listed}"


# ------------------------------------------------------------------------------------------------- properties


def property_(name="silence_share", level="group", **changed):
    plain = {"auc": 0.8, "chance": 0.55, "spread": 0.04, "p_value": 0.002, "n": 90, "units": 40}
    return Association(name=name, level=level, **{**plain, **changed})


def classifier(level="group", auc=None, **changed):
    plain = {
        "chance": 0.5, "null_high": 0.58, "p_value": 0.05, "n": 100, "units": 15, "folds": 5,
        "properties": ("codec", "bitrate"), "smallest_p": 0.01,
    }  # fmt: skip
    return MetadataClassifier(level=level, auc=auc or estimate(0.65, 0.09), **{**plain, **changed})


NEXT = property_(level="source", auc=0.7, chance=0.6, p_value=0.25, units=3)
OTHER = property_("codec", auc=0.75, chance=0.56)

BY_GROUP = Evidence(
    statement="silence_share alone predicts the label with AUC 0.800, 0.550 by chance, over 40 groups "
    "(permutation p = 0.002, n = 90)",
    source="videos; labels permuted over groups",
    value=0.8,
    n=90,
)
BY_SOURCE = Evidence(
    statement="silence_share alone predicts the label with AUC 0.700, 0.600 by chance, over 3 sources "
    "(permutation p = 0.250, n = 90)",
    source="videos; labels permuted over sources",
    value=0.7,
    n=90,
)
ON_GROUPS = Evidence(
    statement="a classifier of 2 properties of the files (codec, bitrate) was tested on held-out groups; chance reaches an "
    "AUC of 0.580 in 1 of 20 permutations of 15 groups, p = 0.050; AUC: 0.650 [0.560, 0.740], n = 200",
    source="videos; kernel classifier, 5 folds of groups (Wilson)",
    value=0.65,
    interval=(0.56, 0.74),
    n=200,
)
ON_SOURCES = Evidence(
    statement="a classifier of 2 properties of the files (codec, bitrate) was tested on held-out sources; chance reaches an "
    "AUC of 0.580 in 1 of 20 permutations of 4 sources, p = 0.042, and no p below 0.042 is possible: about other sources "
    "this says little; AUC: 0.650 [0.560, 0.740], n = 200",
    source="videos; kernel classifier, 4 folds of sources (Wilson)",
    value=0.65,
    interval=(0.56, 0.74),
    n=200,
)
SOURCES = classifier("source", units=4, folds=4, p_value=0.042, smallest_p=0.0417)


def not_held_out(held, count):
    return Evidence(
        statement=f"{held} named: nothing can be tested on held-out sources, so nothing is known about other sources",
        source="videos: source",
        value=count,
    )


EQUAL = "collect real and fake videos of equal silence share"
ALIKE = "collect real and fake videos that were recorded and encoded in the same way"
NONE = not_held_out("no source", 0)


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ({"associations": (property_(),)}, finding("suspected", [BY_GROUP], EQUAL)),
        ({"associations": (OTHER, property_(), NEXT, replace(NEXT, name="codec"))},
         finding("suspected", [BY_GROUP, BY_SOURCE], EQUAL)),
        ({"classifiers": (classifier(),)}, finding("suspected", [ON_GROUPS, NONE], ALIKE)),
        ({"classifiers": (classifier(),), "origins": origins(a=(50, 50))},
         finding("suspected", [ON_GROUPS, not_held_out("1 source", 1)], ALIKE)),
        ({"classifiers": (classifier(),), "origins": origins(a=(25, 25), b=(25, 25))},
         finding("suspected", [ON_GROUPS, not_held_out("2 sources", 2)], ALIKE)),
        ({"associations": (property_(),), "classifiers": (classifier(),)},
         finding("confirmed", [BY_GROUP, ON_GROUPS, NONE], EQUAL)),
        ({"classifiers": (classifier(), SOURCES)}, finding("confirmed", [ON_GROUPS, ON_SOURCES], ALIKE)),
        ({"classifiers": (SOURCES, classifier())}, finding("confirmed", [ON_GROUPS, ON_SOURCES], ALIKE)),
        ({"classifiers": (SOURCES,), "associations": (property_(),)},
         finding("suspected", [BY_GROUP, ON_SOURCES], EQUAL)),
        ({"classifiers": (SOURCES,)}, None),
        ({"associations": (property_(), NEXT), "classifiers": (classifier(), SOURCES),
          "origins": origins(a=(50, 0), b=(0, 50))},
         finding(
             "confirmed",
             [of_sources("100 of 100 videos come from sources with only one label or without a name; of 2 sources, 0 with "
                         "both labels: none", 100, 100),
              BY_GROUP, BY_SOURCE, ON_GROUPS, ON_SOURCES],
             "collect fakes made from the real videos of a; the real videos behind the fakes of b; real and fake videos of "
             "equal silence share",
             exact=True,
         )),
        ({"classifiers": (classifier(),), "origins": origins(a=(50, 0), b=(0, 50))},
         finding(
             "confirmed",
             [of_sources("100 of 100 videos come from sources with only one label or without a name; of 2 sources, 0 with "
                         "both labels: none", 100, 100),
              ON_GROUPS, not_held_out("2 sources", 2)],
             "collect fakes made from the real videos of a; the real videos behind the fakes of b; real and fake videos "
             "that were recorded and encoded in the same way",
             exact=True,
         )),
    ],
)  # fmt: skip
def test_a_property_and_the_classifier_must_agree(measured, expected):
    assert asked(**measured) == expected


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        # Fewer than 15 groups are too few to confirm.
        ({"associations": (property_(),), "classifiers": (classifier(units=14),)}, "suspected"),
        ({"associations": (property_(),), "classifiers": (classifier(units=15),)}, "confirmed"),
        ({"classifiers": (classifier(units=14), SOURCES)}, "suspected"),
        # What the classifier must reach: AUC 0.65, an interval above 0.55, p 0.05.
        ({"associations": (property_(),), "classifiers": (classifier(auc=estimate(0.649, 0.09)),)}, "suspected"),
        ({"associations": (property_(),), "classifiers": (classifier(auc=estimate(0.65, low=0.55, half=0.1)),)}, "suspected"),
        ({"associations": (property_(),), "classifiers": (classifier(auc=estimate(0.65, low=0.551, half=0.1)),)},
         "confirmed"),
        ({"associations": (property_(),), "classifiers": (classifier(p_value=0.0501),)}, "suspected"),
        ({"associations": (property_(),), "classifiers": (classifier(auc=estimate(None)),)}, "suspected"),
        # On sources likewise.
        ({"classifiers": (classifier(), replace(SOURCES, p_value=0.0501))}, "suspected"),
        ({"classifiers": (classifier(p_value=0.0501), SOURCES)}, None),
        # Alone it is suspected from 0.62 on.
        ({"classifiers": (classifier(auc=estimate(0.62, 0.06)),)}, "suspected"),
        ({"classifiers": (classifier(auc=estimate(0.619, 0.06)),)}, None),
        ({"classifiers": (classifier(auc=estimate(0.62, 0.07)),)}, None),
    ],
)  # fmt: skip
def test_what_the_classifier_must_reach(measured, verdict):
    found = asked(**measured)
    assert (found.verdict if found is not None else None) == verdict


@pytest.mark.parametrize(
    ("smallest", "rest"),
    [
        (0.01, "p = 0.050; AUC: 0.650 [0.560, 0.740], n = 200"),
        (0.0101, "p = 0.050, and no p below 0.01 is possible: about other groups this says little; AUC: 0.650 "
         "[0.560, 0.740], n = 200"),
    ],
)  # fmt: skip
def test_too_few_units_for_a_clear_p_say_so(smallest, rest):
    found = asked(classifiers=(classifier(smallest_p=smallest),))
    assert found is not None
    assert found.evidence[0].statement == (
        "a classifier of 2 properties of the files (codec, bitrate) was tested on held-out groups; chance reaches an AUC of "
        f"0.580 in 1 of 20 permutations of 15 groups, {rest}"
    )


UNNAMED = "no groups are named: were only one video in 10 independent, chance could reach as much"


@pytest.mark.parametrize(
    ("auc", "verdict"),
    [
        (0.85, "suspected"),  # chance: 0.5 + sqrt(10) * (0.05 + 3.09 * 0.02) = 0.854
        (0.86, "confirmed"),
    ],
)
def test_without_named_groups_a_property_must_tell_what_dependent_videos_cannot(auc, verdict):
    telling, learnt = property_(auc=auc, spread=0.02), classifier(auc=estimate(0.98, 0.02))
    found = asked(associations=(telling,), classifiers=(learnt,), groups=None)
    assert found is not None
    assert found.verdict == verdict
    assert (UNNAMED in [e.statement for e in found.evidence]) == (verdict == "suspected")
    named = asked(associations=(telling,), classifiers=(learnt,))
    assert named is not None
    assert (named.verdict, UNNAMED in [e.statement for e in named.evidence]) == ("confirmed", False)


def test_without_named_groups_the_classifier_must_also_exceed_dependent_chance():
    telling = property_(auc=0.95, spread=0.01)
    for auc, verdict in ((0.97, "suspected"), (0.98, "confirmed")):  # chance: 0.5 + sqrt(10) * 0.08 * 3.09 / 1.645 = 0.975
        found = asked(associations=(telling,), classifiers=(classifier(auc=estimate(auc, 0.05)),), groups=None)
        assert found is not None
        assert found.verdict == verdict


@pytest.mark.parametrize(
    ("p", "units", "groups", "verdict"),
    [
        (0.01, 60, (30, 30), "confirmed"),
        (0.011, 60, (30, 30), "suspected"),  # one of a hundred healthy corpora would look like this
        (0.5, 11, (30, 30), "confirmed"),  # 11 units of 4 sources: no permutation can show an accident
        (0.01, 60, (19, 41), "suspected"),
        (0.01, 60, None, "suspected"),  # 0.5 + sqrt(10) * (0.08 + 3.09 * 0.03) > 1
    ],
)
def test_labels_that_keep_to_sources_by_accident_are_not_confirmed(p, units, groups, verdict):
    four = origins(a=(20, 2), b=(20, 3), c=(5, 25), d=(5, 20))
    by_source = Association(name="source", level="group", auc=0.85, chance=0.58, spread=0.03, p_value=p, n=100, units=units)
    found = asked(50, 50, origins=four, by_source=by_source, groups=groups)
    assert found is not None
    assert found.verdict == verdict


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.shortcut",
        "kind": "root",
        "severity": "moderate",
        "meaning": "how or where the files were made reveals the label",
        "needs": ("videos",),
        "topic": "primary_datasets",
        "phase": 3,
        "done": "most videos come from sources with both labels, and no property of the files reveals the label",
        "limits_all": True,
        "of_footage": shortcut,
    }
