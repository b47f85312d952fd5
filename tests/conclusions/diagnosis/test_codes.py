"""The catalogue is whole, consistent, and honest about what is looked for."""

from pathlib import Path

import touchstone.conclusions.diagnosis
from touchstone.conclusions.diagnosis import CODES
from touchstone.conclusions.diagnosis.likelihoods import LEARNED, WITNESSES
from touchstone.conclusions.diagnosis.witness import FEWEST
from touchstone.conclusions.prescription.rules import RULES
from touchstone.vocabulary.tables import TABLES

SOURCES = [
    p
    for p in Path(touchstone.conclusions.diagnosis.__file__).parent.rglob("*.py")
    if p.name not in ("codes.py", "likelihoods.py")
]
PLANNED = {"probes", "components", "responses"}  # tables of experiments that nothing fills yet


def test_what_is_looked_for_is_what_some_rule_names():
    text = "\n".join(p.read_text() for p in SOURCES)
    named = {code for code in CODES if f'"{code}"' in text}
    only_as_pair = {"training.class_bias"}  # no table separates it from its twin: it is named beside it
    assert {code for code, known in CODES.items() if known.examined} == named | only_as_pair


def test_roots_explain_symptoms_and_pairs_are_codes():
    for code, known in CODES.items():
        assert {CODES[symptom].kind for symptom in known.explains} <= {"symptom", "root"}
        assert code not in known.explains
        assert known.kind == "root" or not known.explains
        assert {pair.code for pair in known.pairs} <= set(CODES) - {code}
        assert set(known.needs) <= set(TABLES) | PLANNED


def test_what_is_found_has_advice():
    assert {code for code, known in CODES.items() if known.examined} - set(RULES) <= {"training.class_bias"}


def test_every_witness_has_learned_likelihoods():
    assert set(WITNESSES) <= set(CODES)
    for code, witnesses in WITNESSES.items():
        assert set(LEARNED[code]) == set(witnesses)
        for name, counts in LEARNED[code].items():
            assert 0 <= counts.fault <= counts.of_fault, (code, name)
            assert 0 <= counts.other <= counts.of_other, (code, name)
            assert counts.of_fault >= 5, (code, name)


def test_some_witness_of_every_code_tells_it_apart():
    for code in set(WITNESSES) - {"scores.inverted"}:  # asked only of scores that rank backwards
        able = [counts for counts in LEARNED[code].values() if counts.of_other >= FEWEST]
        assert max(counts.ratio(holds=True) for counts in able) > 2.0, code
