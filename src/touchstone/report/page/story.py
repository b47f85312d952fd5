"""What the run says, in a few sentences; each comes from a finding, an assessment or a comparison."""

from __future__ import annotations

from touchstone.conclusions.diagnosis import CAUSES
from touchstone.conclusions.examination import CountedFile

from ..artefacts import Material, performers
from ..coverage import coverage_sentences
from ..decisions import one_answer_sentences
from ..gaps import MOST_GAPS, gap_sentences
from ..independence import independence_sentences
from ..operating import operating_sentences
from ..splits import split_sentences

_WORDS: dict[str, str] = {
    "ranks": "Shown to separate fake from real on this footage",
    "below chance": "Scores reals above fakes, the wrong way round",
    "no signal": "No signal; the scores do not separate fake from real",
    "cannot tell": "Cannot tell from this footage",
    "not scored": "Loaded, but scored no video",
    "not loaded": "Not loaded",
}

_SPECIALISTS_ON_THEIR_GROUND = (
    "Defects in this footage are known, so each specialist is judged without the fakes whose known defects are all in other "
    "domains; the AUC on all fakes is shown next to it."
)


def story(material: Material) -> tuple[str, ...]:
    """The sentences: who calls everything alike first, then the verdicts."""
    examined = material.examined
    sentences = [f"{sentence}." for sentence in one_answer_sentences(examined)]
    sentences += [
        f"{sentence}: {', '.join(names)}."
        for word, sentence in _WORDS.items()
        if (names := [d.name for d in examined.detectors if d.assessment.word == word])
    ]
    owned = any(d.judged_on is not None for d in examined.detectors)
    if owned:
        sentences.append(_SPECIALISTS_ON_THEIR_GROUND)
    sentences += [f"{sentence}." for sentence in split_sentences(examined.split)]
    sentences += [f"{sentence}." for sentence in coverage_sentences(examined)]
    sentences += [f"{sentence}." for sentence in independence_sentences(examined.independence)]
    sentences += [f"{sentence}." for sentence in operating_sentences(examined, material.findings)]
    sentences += [f"{sentence}." for sentence in gap_sentences(examined)[:MOST_GAPS]]
    sentences += [_counted(file) for file in examined.counted]
    limits = (f.evidence[0].statement for f in material.findings if CAUSES[f.code].limits_all)
    sentences += [f"{text[:1].upper()}{text[1:]}." for text in limits]
    grave = [f for f in material.findings if f.severity == "critical" and f.verdict == "confirmed"]
    if grave:
        named = ", ".join(f"{f.subject} ({f.code})" for f in grave)
        sentences.append(f"{len(grave)} critical finding{'s are' if len(grave) > 1 else ' is'} confirmed: {named}.")
    best, _ = performers(examined)
    if best is not None and not owned:  # accuracy counts fakes of other domains, which a specialist need not catch
        sentences.append(best.statement + ".")
    if examined.detectors:
        sentences.append(f"Ensemble: {material.prescription.ensemble.because}.")
    return tuple(sentences)


def _counted(file: CountedFile) -> str:
    words = dict.fromkeys(d.supports for d in sorted(file.detectors, key=lambda d: _COUNTED.index(d.supports)))
    parts = [f"{word}: {', '.join(d.name for d in file.detectors if d.supports == word)}" for word in words]
    apart = [f"{p.first} and {p.second}" for p in file.pairs if p.conclusion == "told apart"]
    pairs = f"told apart, however many videos they share: {', '.join(apart) or 'no pair'}"
    return f"By counts alone ({file.file}), {'; '.join(parts)}; {pairs}."


_COUNTED = ("above chance", "below chance", "one answer", "cannot tell")
