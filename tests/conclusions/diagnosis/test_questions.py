"""In which order causes are asked, what takes a question away, and what becomes of the answers."""

# A result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.conclusions.diagnosis.causes.scores.counted import counted
from tests.conclusions.diagnosis.causes.scores.facts import decisions, facts, recalibration, smooth
from tests.conclusions.small import detector, difference, estimate, footage, of_detector, performance

from touchstone.conclusions.diagnosis import (
    Cause,
    Evidence,
    diagnose,
    diagnose_checkpoints,
    headlines,
    meaning_of,
    whole,
)
from touchstone.conclusions.diagnosis.causes.scores import constant, no_signal
from touchstone.conclusions.diagnosis.causes.training import domain_gap
from touchstone.conclusions.diagnosis.order import (
    CAUSES,
    ORDER,
    Step,
    apart_in_direction,
    data_sets_apart,
    labels_wrong,
    one_score,
)
from touchstone.conclusions.diagnosis.witness import Conclusion
from touchstone.conclusions.examination import Examination, LabelExamination, ScoreSpread
from touchstone.conclusions.examination.counts import CountedFile
from touchstone.conclusions.examination.ensemble import EnsembleExamination
from touchstone.conclusions.examination.ensemble.sets import Ensembles
from touchstone.conclusions.examination.labels import ContradictedSource
from touchstone.conclusions.metrics import FittedThreshold, Slice, Stability, Transfer, TransferCell, TransferPart
from touchstone.vocabulary.tables import DETECTORS, TENSORS, from_rows

PLAN = """
data.shortcut
data.leakage
data.unreadable
data.missing_not_at_random; even without scores
data.duplicates
data.imbalance
data.too_small
data.label_errors
ensemble.worse_than_member
ensemble.broken_member
ensemble.redundant
weights.unreadable
weights.wrong_architecture
weights.non_finite
weights.zeroed
weights.corrupted
weights.partial_load
weights.untrained
structure.dead_parameters
structure.ignores_time; even without scores
structure.ignores_audio; even without scores
scores.invalid; even without scores
scores.fallback
scores.constant
scores.unstable; unless one_score
scores.inverted; at below chance; unless one_score, labels_turned
training.domain_gap; at ranks; unless one_score, labels_turned
scores.threshold_shift; at ranks; unless one_score, output_wrong, apart_in_direction, labels_turned
scores.overconfident; at ranks; unless one_score, output_wrong, data_sets_apart, labels_wrong, labels_turned
scores.underconfident; at ranks; unless one_score, output_wrong, data_sets_apart, labels_wrong, labels_turned
scores.no_signal; at no signal, cannot tell; unless one_score, labels_turned
training.weak_slice; unless labels_turned
training.shortcut
"""


def planned(step):
    words = f"; at {', '.join(step.words)}" if step.words else ""
    unless = f"; unless {', '.join(f.__name__ for f in step.unless)}" if step.unless else ""
    return f"{step.cause.code}{words}{unless}{'' if step.scored else '; even without scores'}"


def test_the_order_of_the_questions():
    listed = PLAN.split("\n")[1:-1]
    # a cause that is added later may come anywhere between
    assert [line for step in ORDER if (line := planned(step)) in listed] == listed
    assert all(CAUSES[code].code == code for code in CAUSES)
    assert [CAUSES[step.cause.code] is step.cause for step in ORDER] == [True] * len(ORDER)
    assert "training.class_bias" in CAUSES


# ------------------------------------------------------------------------------------------- what takes a question away


def stub(code="x.y", kind="root", **asked):
    return Cause(code=code, kind=kind, severity="moderate", meaning="", needs=(), **asked)


@pytest.mark.parametrize(
    ("step", "word", "scored", "asks"),
    [
        (Step(cause=stub()), "not scored", True, True),
        (Step(cause=stub()), "ranks", False, False),
        (Step(cause=stub(), scored=False), "ranks", False, True),
        (Step(cause=stub(), scored=False), "ranks", True, True),
        (Step(cause=stub(), words=("ranks", "no signal")), "no signal", True, True),
        (Step(cause=stub(), words=("ranks", "no signal")), "cannot tell", True, False),
        (Step(cause=stub(), unless=(lambda _: False, lambda _: False)), "ranks", True, True),
        (Step(cause=stub(), unless=(lambda _: False, lambda _: True)), "ranks", True, False),
    ],
)
def test_whether_a_step_asks(step, word, scored, asks):
    given = of_detector(detector(word=word, performance=performance() if scored else None))
    assert step.asks(given) is asks


def concluded(cause, verdict):
    finding = None if verdict is None else cause.finding("cm", verdict, [Evidence.fact("", "")], "")
    return Conclusion(code=cause.code, subject="cm", witnesses=(), finding=finding)


GAP = domain_gap.CAUSE
CONSTANT = constant.CAUSE.finding("cm", "suspected", [Evidence.fact("", "")], "")
OTHER = no_signal.CAUSE.finding("cm", "confirmed", [Evidence.fact("", "")], "")


@pytest.mark.parametrize(
    ("so_far", "one", "apart"),
    [
        ((), False, False),
        ((None, OTHER), False, False),
        ((None, CONSTANT, OTHER), True, False),
        ((None, concluded(GAP, "confirmed")), False, True),
        ((concluded(GAP, "suspected"),), False, False),
        ((concluded(GAP, None),), False, False),
        ((concluded(CAUSES["scores.unstable"], "confirmed"),), False, False),
    ],
)
def test_earlier_answers_take_questions_away(so_far, one, apart):
    given = of_detector(detector(), so_far=so_far)
    assert (one_score(given), data_sets_apart(given), apart_in_direction(given)) == (one, apart, apart)


@pytest.mark.parametrize(
    ("labels", "wrong"), [("confirmed", True), ("suspected", False), ("cannot_tell", False), (None, False)]
)
def test_confirmed_wrong_labels_take_questions_away(labels, wrong):
    assert labels_wrong(of_detector(detector(), labels=labels)) is wrong


# --------------------------------------------------------------------------- a detector of which everything was measured


def data_sets(*, gap=-0.2, bias=(0.3, -0.3)):
    """Two data sets; thresholds do not transfer and scores drift."""
    parts = [
        TransferPart(
            name=name,
            real=100,
            fake=100,
            auc=estimate(0.9),
            gap=None if name == "a" else difference(gap),
            threshold=0.5,
            balanced_accuracy=estimate(None),
            bias=estimate(one_sided),
            own_balanced_accuracy=estimate(None),
            behind=None if name == "a" else estimate(-0.2),
        )
        for name, one_sided in zip("ab", bias, strict=True)
    ]
    cells = [
        TransferCell(
            fitted_on=x,
            judged_on=y,
            balanced_accuracy=estimate(None),
            loss=difference(abs(gap)),
            least_loss=abs(gap),
            drift=drift,
        )
        for x, y, drift in (("a", "b", 0.9), ("b", "a", 0.1))
    ]
    return Transfer(column="dataset", parts=tuple(parts), cells=tuple(cells))


def measured(word="ranks", *, auc=0.8, slope=0.5, transfer=None, spread=None):
    """One-sided decisions, a slope that is not 1, frames that disagree, a weak slice."""
    part = Slice(
        column="method", name="m", low=None, high=None, real=0, fake=50, accuracy=estimate(0.5), auc=estimate(None),
        accuracy_difference=difference(-0.3, correction="BH"), auc_difference=difference(None), note=None,
    )  # fmt: skip
    return detector(
        word=word,
        auc=estimate(auc),
        performance=performance(auc=auc),
        spread=spread,
        slices=(part,),
        fitted_threshold=FittedThreshold(
            threshold=0.7, thresholds=(), spread=0.01, folds=5, held_out=decisions(), standard=decisions(bias=0.3),
            called=np.zeros(0, np.bool_),
        ),
        facts=facts(
            transfer=transfer,
            threshold_gain=difference(0.2),
            recalibration=recalibration(slope=slope, shift=1.0, gain=0.1),
            smooth_calibration=smooth(0.1, 0.001),
            smooth_shifted=smooth(0.1, 0.001),
            stability=Stability(
                agreement=estimate(0.2), within_sd=0.3, between_sd=0.1, split=estimate(0.6), units_per_video=8
            ),
        ),
    )  # fmt: skip


ONE_SCORE = ScoreSpread(videos=200, both_classes=True, most_frequent=1.0, log_odds=0.0, lowest=0.5, highest=0.5)


def labels(by):
    """Labels that scores contradict in one source."""
    source = ContradictedSource(source="s", real=20, fake=20, position=estimate(0.9), by=by)
    return LabelExamination(
        detectors=("cm", "bg"), n=200, towards=(0, 0), away=(0, 0), p_value=1.0, p_by_label=(1.0, 1.0),
        wrong_share=estimate(None), floor=0.01, place=estimate(None), shared=None, concentrated=None, suspects=(),
        sources=(source,),
    )  # fmt: skip


def asked(subject, *, doubted=None, beside=()):
    """Codes of what is found of a detector, with short names; ``?`` where the verdict is cannot tell."""
    examined = Examination(footage=footage(), detectors=(subject, *beside), labels=doubted)
    found = diagnose(examined, {"tensors": TENSORS.empty()}, "")
    return sorted(f.code.split(".")[1] + "?" * (f.verdict == "cannot_tell") for f in found if f.subject == "cm")


@pytest.mark.parametrize(
    ("subject", "doubted", "codes"),
    [
        pytest.param(measured(), None, "overconfident threshold_shift unstable weak_slice", id="no data sets"),
        pytest.param(measured(slope=2), None, "threshold_shift underconfident unstable weak_slice", id="under-confident"),
        pytest.param(
            measured(transfer=data_sets()), None, "domain_gap unstable weak_slice",
            id="a gap between data sets silences the threshold and the calibration",
        ),
        pytest.param(
            measured(transfer=data_sets(), slope=2), None, "domain_gap unstable weak_slice",
            id="and under-confidence, too",
        ),
        pytest.param(
            measured(transfer=data_sets(bias=(0.3, 0.3))), None, "domain_gap threshold_shift unstable weak_slice",
            id="not the threshold where all call too many real",
        ),
        pytest.param(
            measured(transfer=data_sets(bias=(-0.3, -0.3))), None, "domain_gap threshold_shift unstable weak_slice",
            id="nor where all call too many fake",
        ),
        pytest.param(
            measured(transfer=data_sets(gap=-0.01)), None, "overconfident threshold_shift unstable weak_slice",
            id="data sets without a gap silence nothing",
        ),
        pytest.param(
            measured(), labels(("cm", "bg")), "threshold_shift unstable weak_slice",
            id="wrong labels silence the calibration",
        ),
        pytest.param(
            measured(slope=2), labels(("cm", "bg")), "threshold_shift unstable weak_slice",
            id="in both directions",
        ),
        pytest.param(
            measured(), labels(("cm",)), "overconfident threshold_shift unstable weak_slice",
            id="suspected wrong labels silence nothing",
        ),
        pytest.param(
            measured(auc=0.5, spread=ONE_SCORE), None, "constant weak_slice",
            id="a constant score silences all that is asked of scores",
        ),
        pytest.param(
            measured(auc=0.5, spread=ONE_SCORE, transfer=data_sets()), None, "constant weak_slice",
            id="and the data sets",
        ),
        pytest.param(
            measured("no signal", auc=0.5, spread=ONE_SCORE), None, "constant weak_slice",
            id="a constant score silences no signal",
        ),
        pytest.param(
            measured("below chance", auc=0.5, spread=ONE_SCORE), None, "constant weak_slice",
            id="and below chance",
        ),
        pytest.param(measured("no signal", auc=0.5), None, "no_signal unstable weak_slice", id="no signal"),
        pytest.param(measured("cannot tell", auc=0.5), None, "no_signal? unstable weak_slice", id="cannot tell"),
        pytest.param(measured("below chance", auc=0.2), None, "inverted unstable weak_slice", id="below chance"),
        pytest.param(replace(measured(), performance=None), None, "", id="not scored"),
    ],
)  # fmt: skip
def test_what_is_found_of_a_detector(subject, doubted, codes):
    assert " ".join(asked(subject, doubted=doubted)) == codes


# ---------------------------------------------------------------------------------------------- from answers to findings


def answering(code, kind="root", verdict="confirmed", **rest):
    """A cause that always finds something, of what it is asked about."""
    cause = stub(code, kind, **rest)

    def find(about):
        subject = getattr(getattr(about, "detector", None), "name", None) or getattr(about, "subject", "all")
        return cause.finding(subject, verdict, [Evidence.fact("seen", "t")], "mend", options=" --x")

    return find


def steps(monkeypatch, **asked):
    made = [
        Step(cause=stub(f"x.{name}", **{f"of_{name}": answering(f"x.{name}")}), scored=False) for name in asked or ALL
    ]
    monkeypatch.setattr(whole, "ORDER", tuple(made))


ALL = {"footage": 1, "counts": 1, "ensemble": 1, "weights": 1, "detector": 1}
TOGETHER = EnsembleExamination(members=("cm", "ll"), videos=10)
TWO_COUNTED = (
    CountedFile(file="a", detectors=(counted("cannot tell"), replace(counted("cannot tell"), name="rr")), pairs=()),
    CountedFile(file="b", detectors=(replace(counted("cannot tell"), name="av"),), pairs=()),
)


def examination(**rest):
    named = [
        detector("cm", row={"kind": "specialist"}, domain="cm"),
        detector("ref", row={"kind": "reference"}, domain="ll"),
        detector("file", row={"kind": "scores"}, domain="bg"),
        detector("plain", row={"kind": "specialist"}),
    ]
    return Examination(footage=footage(), detectors=tuple(named), **rest)


def test_everything_is_asked_and_every_finding_says_how_to_check_it(monkeypatch):
    steps(monkeypatch)
    given = examination(counted=TWO_COUNTED, ensembles=Ensembles(together=TOGETHER))
    tensors = from_rows([tensor(name) for name in ("cm", "file", "plain", "ref")], TENSORS)
    found = diagnose(given, {"tensors": tensors}, "touchstone")
    assert [(f.code, f.subject, f.verify) for f in found] == [
        ("x.ensemble", "all", "touchstone --x"),
        ("x.footage", "all", "touchstone --x"),
        ("x.counts", "av (counts)", "touchstone --x"),
        ("x.detector", "cm", "touchstone --only cm --x"),
        ("x.weights", "cm", "touchstone --only cm --x"),
        ("x.detector", "file", "touchstone --x"),
        ("x.weights", "file", "touchstone --x"),
        ("x.detector", "plain", "touchstone --x"),
        ("x.weights", "plain", "touchstone --x"),
        ("x.detector", "ref", "touchstone --only ll --x"),
        ("x.weights", "ref", "touchstone --only ll --x"),
        ("x.counts", "rr (counts)", "touchstone --x"),
        ("x.counts", "tm (counts)", "touchstone --x"),
    ]


def test_one_detector_alone_has_no_ensemble(monkeypatch):
    steps(monkeypatch, ensemble=1, footage=1)
    assert [f.code for f in diagnose(examination(), {"tensors": TENSORS.empty()}, "")] == ["x.footage"]


def test_an_answer_may_be_nothing_one_or_several(monkeypatch):
    find = answering("x.y")
    several = stub(of_footage=lambda e: [find(e), find(e)])
    nothing = stub(of_footage=lambda _: None)
    monkeypatch.setattr(whole, "ORDER", (Step(cause=several), Step(cause=nothing), Step(cause=stub(of_footage=find))))
    assert len(diagnose(examination(), {"tensors": TENSORS.empty()}, "")) == 3


def test_what_depends_on_the_run_is_asked_last_with_what_was_found(monkeypatch):
    seen = []
    last = stub("x.run", of_run=lambda examined, others: seen.append((examined, [f.code for f in others])))
    of_cm = stub("x.cm", of_detector=answering("x.cm"))
    monkeypatch.setattr(whole, "ORDER", (Step(cause=last), Step(cause=of_cm, scored=False)))
    given = Examination(footage=footage(), detectors=(detector("cm"),))
    diagnose(given, {"tensors": TENSORS.empty()}, "")
    assert seen == [(given, ["x.cm"])]


def tensor(of, name="w"):
    return {
        "detector": of, "tensor": name, "shape": [4, 4], "dtype": "float32", "elements": 16, "non_finite": 0, "zeros": 0,
        "mean": 0.0, "std": 1.0,
    }  # fmt: skip


def test_weights_without_a_tensor_are_asked_about_where_the_checkpoint_was_refused(monkeypatch):
    seen = []
    monkeypatch.setattr(whole, "ORDER", (Step(cause=stub(of_weights=seen.append), scored=False),))
    refused, sound = detector("cm", row={"status": "failed"}), detector("bg")
    given = Examination(footage=footage(real=290), detectors=(refused, sound))
    diagnose(given, {"tensors": TENSORS.empty()}, "")
    assert [of.detector.name for of in seen] == ["cm"]


def test_a_cause_is_asked_with_what_it_may_need(monkeypatch):
    seen = []
    cause = stub(of_detector=seen.append, of_weights=seen.append)
    monkeypatch.setattr(whole, "ORDER", (Step(cause=cause, scored=False), Step(cause=cause, scored=False)))
    three = (detector("cm"), detector("bg", word="cannot tell"), detector("ll", word="below chance"))
    given = Examination(footage=footage(real=290), detectors=three, labels=labels(("cm",)))
    tensors = from_rows([tensor("cm"), tensor("bg"), tensor("bg", "v")], TENSORS)
    diagnose(given, {"tensors": tensors}, "")
    weights, asked = [o for o in seen if hasattr(o, "weights")], [o for o in seen if hasattr(o, "so_far")]
    names = ["cm", "cm", "bg", "bg", "ll", "ll"]
    # ll has no checkpoint, and none of it was refused.
    assert [(o.detector.name, o.weights.tensors.height) for o in weights] == [("cm", 1), ("cm", 1), ("bg", 2), ("bg", 2)]
    assert [o.detector.name for o in asked] == names
    assert [o.others_rank for o in asked] == [False, False, True, True, True, True]
    assert {(o.footage.real, o.labels, o.detectors) for o in asked} == {(290, "suspected", 3)}
    assert [len(o.so_far) for o in asked] == [0, 1, 0, 1, 0, 1]


def test_conclusions_are_what_has_witnesses(monkeypatch):
    finds = stub("x.found", of_detector=answering("x.found"))
    concludes = stub("x.concluded", of_detector=lambda _: concluded(GAP, None))
    monkeypatch.setattr(whole, "ORDER", (Step(cause=finds, scored=False), Step(cause=concludes, scored=False)))
    subject = detector()
    assert whole.conclusions(Examination(footage=footage(), detectors=(subject,)), subject) == [concluded(GAP, None)]


# ------------------------------------------------------------------------------------------------- symptoms under roots


def finding(code, kind="symptom", verdict="confirmed", subject="cm", explains=()):
    return replace(
        stub(code, kind).finding(subject, verdict, [Evidence.fact("seen", "t")], "mend"), explains=tuple(explains)
    )


ROOT = finding("x.root", "root", explains=("x.a", "x.b", "x.c"))
A = finding("x.a")


@pytest.mark.parametrize(
    ("others", "explains"),
    [
        ([A], ("x.a",)),
        ([finding("x.b"), A], ("x.a", "x.b")),
        ([finding("x.a", verdict="suspected")], ("x.a",)),
        ([finding("x.a", verdict="cannot_tell")], ()),
        ([finding("x.a", kind="root")], ()),
        ([finding("x.a", subject="bg")], ()),
        ([finding("x.d")], ()),
    ],
)
def test_the_symptoms_that_were_found_go_with_a_root(monkeypatch, others, explains):
    root = _root_of(monkeypatch, others)
    assert (root.explains, root.goes_with) == ((), explains)


def _root_of(monkeypatch, others, **removed):
    of_all = stub(of_footage=lambda _: [ROOT, *others])
    monkeypatch.setattr(whole, "ORDER", (Step(cause=of_all),))
    codes = {f.code: stub(f.code, f.kind) for f in others}
    monkeypatch.setattr(whole, "CAUSES", {**codes, "x.root": stub("x.root", removed=removed)})
    examined = Examination(footage=footage(), detectors=(detector("cm", word="not scored"),))
    return next(f for f in diagnose(examined, {"tensors": TENSORS.empty()}, "") if f.code == "x.root")


def test_a_root_explains_what_is_gone_once_it_is_taken_out(monkeypatch):
    """Of three symptoms, one is gone without it, one is still there, and of one nothing was taken out."""
    gone = Evidence.fact("gone", "t")
    others = [A, finding("x.b"), finding("x.c")]
    root = _root_of(monkeypatch, others, **{"x.a": lambda _: gone, "x.b": lambda _: None})
    assert (root.explains, root.goes_with) == (("x.a",), ("x.c",))
    assert root.evidence == (*ROOT.evidence, gone)


def test_what_is_gone_is_measured_on_the_detector_of_the_root(monkeypatch):
    asked = []
    _root_of(monkeypatch, [A], **{"x.a": asked.append})
    assert [of.detector.name for of in asked] == ["cm"]


@pytest.mark.parametrize(
    ("findings", "shown"),
    [
        ([A, ROOT], "x.root"),
        ([ROOT, finding("x.d"), A], "x.root x.d"),
        ([finding("x.root", "root", "suspected", explains=("x.a",)), A], "x.root"),
        ([finding("x.root", "root", "cannot_tell", explains=("x.a",)), A], "x.root x.a"),
        ([finding("x.root", "symptom", explains=("x.a",)), A], "x.root x.a"),
        ([ROOT, finding("x.a", subject="bg")], "x.root x.a"),
        ([ROOT, finding("x.a", "root")], "x.root x.a"),
        ([ROOT, finding("x.a", "info")], "x.root x.a"),
        ([], ""),
    ],
)
def test_headlines_leave_out_the_symptoms_that_a_root_explains(findings, shown):
    assert " ".join(f.code for f in headlines(findings)) == shown


# ---------------------------------------------------------------------------------------------------- checkpoints alone


def row(name, **columns):
    return {
        **dict.fromkeys(c.name for c in DETECTORS.columns),
        "detector": name,
        "kind": "specialist",
        "status": "ok",
        **columns,
    }


def test_checkpoints_are_asked_without_scores(monkeypatch):
    seen = []
    info = stub("x.info", "info", of_weights=answering("x.info", "info"))
    root = stub("x.root", of_weights=answering("x.root", explains=("x.a",)))
    watch = stub("x.watch", of_weights=seen.append, of_detector=answering("x.watch"), of_footage=answering("x.watch"))
    monkeypatch.setattr(whole, "ORDER", (Step(cause=info), Step(cause=root), Step(cause=watch)))
    rows = [row("b", domain="cm"), row("a", status="failed", reason="no such file")]
    given = {"detectors": from_rows(rows, DETECTORS), "tensors": from_rows([tensor("b"), tensor("c")], TENSORS)}
    found = diagnose_checkpoints(given, "inspect")
    assert [(f.code, f.subject, f.explains, f.verify) for f in found] == [
        ("x.root", "a", (), "inspect --x"),
        ("x.root", "b", (), "inspect --x"),
        ("x.info", "a", (), "inspect --x"),
        ("x.info", "b", (), "inspect --x"),
    ]
    asked = [(o.detector, o.weights.tensors.height) for o in seen]
    assert [(d.name, d.domain and d.domain.key, d.row["kind"], tensors) for d, tensors in asked] == [
        ("b", "cm", "specialist", 1),
        ("a", None, "specialist", 0),
    ]
    assert [(d.assessment.word, d.assessment.statement) for d, _ in asked] == [
        ("not scored", "no footage"),
        ("not loaded", "no such file"),
    ]
    assert isinstance(seen[0].detector.rows, pl.DataFrame)


def test_what_cannot_be_told_is_a_question():
    asked = no_signal.CAUSE.finding("cm", "cannot_tell", [Evidence.fact("too few", "scores")], "analyse more videos")
    assert meaning_of(asked) == "it does not separate fake from real here?"
    assert meaning_of(replace(asked, verdict="confirmed")) == "it does not separate fake from real here"
