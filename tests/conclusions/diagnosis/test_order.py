"""The catalogue is whole, consistent, and honest about what is looked for."""

import json
from pathlib import Path

import touchstone.conclusions.diagnosis
from touchstone.conclusions.diagnosis import CAUSES
from touchstone.conclusions.diagnosis.causes.not_asked import NOT_ASKED
from touchstone.conclusions.diagnosis.learned import FEWEST_RUNS, FILE, LIKELIHOODS, VERDICTS, causes_hash
from touchstone.conclusions.diagnosis.order import ORDER
from touchstone.vocabulary.tables import TABLES

FOLDER = Path(touchstone.conclusions.diagnosis.__file__).parent / "causes"
PLANNED = {"probes", "components", "responses"}  # tables of experiments that nothing fills yet
NOT_PLANTED = {"outputs.aggregation"}
"""Causes with witnesses that no planted fault was counted for yet: their confidence is that of their verdict."""

WITH_WITNESSES = {code: cause for code, cause in CAUSES.items() if cause.witnesses and code not in NOT_PLANTED}


def test_every_cause_in_the_folder_has_its_place_and_the_name_of_its_file():
    files = {
        f"{path.parent.name}.{path.stem}" for path in FOLDER.glob("*/*.py") if "\nCAUSE = Cause(" in path.read_text()
    }
    assert files == {step.cause.code for step in ORDER}
    assert len(CAUSES) == len(ORDER) + len(NOT_ASKED)


def test_what_is_asked_for_is_looked_for():
    assert all(step.cause.examined and step.cause.done for step in ORDER)
    assert not any(cause.examined for cause in NOT_ASKED)


def test_roots_explain_symptoms_and_look_alikes_are_causes():
    for code, cause in CAUSES.items():
        assert {CAUSES[symptom].kind for symptom in cause.explains} <= {"symptom", "root"}
        assert code not in cause.explains
        assert cause.kind == "root" or not cause.explains
        assert {other.code for other in cause.look_alikes} <= set(CAUSES) - {code}
        assert set(cause.needs) <= set(TABLES) | PLANNED
        assert cause.phase in range(1, 6)


def test_no_other_room_knows_a_code():
    package = FOLDER.parents[2]
    files = [*package.rglob("*.py"), *package.rglob("*.j2")]
    rooms = [p for p in files if FOLDER.parent not in p.parents]
    quoted = [quote + code + quote for code in CAUSES for quote in "'\""]
    spoken = {f"{p.relative_to(package)}: {code}" for p in rooms for code in quoted if code in p.read_text()}
    assert spoken == set()


def test_the_counts_were_learned_from_these_causes():
    """If this fails: ``python benchmarks/diagnosis_scores.py --learn``, or ``--stamp`` where no finding has changed."""
    assert causes_hash() == json.loads(FILE.read_text("utf-8"))["causes"]
    assert {key.split()[0] for key in VERDICTS} <= set(CAUSES)


def test_every_witness_has_learned_likelihoods():
    assert set(LIKELIHOODS) == set(WITH_WITNESSES)
    for code, cause in WITH_WITNESSES.items():
        assert set(LIKELIHOODS[code]) == set(cause.witnesses)
        for name, counts in LIKELIHOODS[code].items():
            assert 0 <= counts.fault <= counts.of_fault, (code, name)
            assert 0 <= counts.other <= counts.of_other, (code, name)
            assert counts.of_fault >= 5, (code, name)


SELDOM_ASKED = {"scores.inverted", "scores.misaligned", "outputs.activation"}
"""Asked only of scores that rank backwards, that do not rank, or that keep to a part of 0 to 1: of hardly any healthy run."""


def test_some_witness_of_every_cause_tells_it_apart():
    for code in set(WITH_WITNESSES) - SELDOM_ASKED:
        able = [counts for counts in LIKELIHOODS[code].values() if counts.of_other >= FEWEST_RUNS]
        assert max(counts.ratio(holds=True) for counts in able) > 2.0, code
