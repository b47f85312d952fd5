# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportCallIssue=false, reportArgumentType=false
"""Where defects are known, a specialist is judged on its business, and on nothing else."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, roc_auc_score

from touchstone import testing as planted
from touchstone.conclusions.examination import examine
from touchstone.conclusions.examination.own_domain import own_domain
from touchstone.conclusions.metrics import measure, video_scores
from touchstone.conclusions.prescription import Standing, advise_ensemble, prioritise
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.tables import TRUTH, from_rows

COUNT = 240
SITES = {"source": lambda i: f"site {i // 2 % 3}"}


def domain_of(number):
    """Fakes have odd numbers; their defects take turns."""
    return ("ll", "cm", "tm")[number // 2 % 3]


def truth(defects):
    """Number of a video → its defects, as domain or (domain, dose)."""
    rows = [
        {"video": f"{i:04d}.mp4", "intervention": f"change {d}", "domain": d, "dose": dose, "unit": "x", "start": 0.0}
        for i, several in defects.items()
        for d, dose in [(one, 1.0) if isinstance(one, str) else one for one in several]
    ]
    return from_rows(rows, TRUTH)


ONE_EACH = {i: [domain_of(i)] for i in range(1, COUNT, 2)}


def finds(*domains):
    """A detector that sees the fakes with defects of these domains, and takes the others for real."""
    return lambda rng, fake, i: (2.5 if fake and domain_of(i) in domains else -2.5) + rng.normal()


def look(manners, defects=ONE_EACH, **options):
    made = planted.tables(manners, planted.footage(COUNT, **SITES), units=1, **options) | {"truth": truth(defects)}
    return made, examine(made)


def test_what_is_not_its_business_is_no_error():
    made, examined = look({"ll": finds("ll")})
    (found,) = examined.detectors
    assert (found.judged_on.real, found.judged_on.fake, found.judged_on.left_out) == (120, 40, 80)
    fake = np.array([i % 2 == 1 for i in range(COUNT)])
    p = made["scores"].sort("video")["p_fake"].to_numpy()
    counts = np.array([not fake[i] or domain_of(i) == "ll" for i in range(COUNT)])
    assert found.performance.auc.value == pytest.approx(roc_auc_score(fake[counts], p[counts]))
    assert found.performance.accuracy.value == pytest.approx(accuracy_score(fake[counts], p[counts] >= 0.5))
    assert found.overall.auc.value == pytest.approx(roc_auc_score(fake, p))
    assert found.overall.accuracy.value < 0.7 < 0.95 < found.performance.accuracy.value
    assert found.assessment.word == "ranks"
    assert found.assessment.statement.startswith(
        "judged on 120 real videos and 40 fakes, without the 80 fakes whose known defects are all in other domains: AUC"
    )
    assert sum(s.accuracy.n for s in found.slices if s.column == "source") == 160
    assert prioritise(Standing.of(found), ())[0] == "LOW"


def test_who_finds_only_the_defects_of_others_is_not_called_good():
    _, examined = look({"ll": finds("cm", "tm")}, seed=1)
    (found,) = examined.detectors
    assert found.overall.auc.low > 0.7
    assert found.performance.auc.low < 0.5 < found.performance.auc.high
    assert found.assessment.word in ("no signal", "cannot tell")


def test_without_a_fake_of_its_domain_nothing_is_said():
    _, examined = look({"bg": finds("ll", "cm", "tm")})
    (found,) = examined.detectors
    assert found.assessment.word == "cannot tell"
    assert "120 real videos and 0 fakes, without the 120 fakes" in found.assessment.statement
    assert found.judged_on.overall.auc.low > 0.9


def test_detectors_of_no_domain_are_judged_on_everything():
    _, examined = look({"mine": finds("ll", "cm", "tm")})
    (found,) = examined.detectors
    assert found.judged_on is None
    assert found.overall is found.performance
    assert found.performance.auc.n == COUNT


def test_a_second_defect_of_another_domain_and_unknown_ones_leave_a_fake_in():
    defects = dict(ONE_EACH)
    defects[3] = ["cm", "ll"]  # the second is its business
    defects[9] = []  # nothing is known of it
    defects[15] = [("cm", None)]  # a sham
    defects[21] = ["common"]
    assert {domain_of(i) for i in (3, 9, 15, 21)} == {"cm"}
    _, examined = look({"ll": finds("ll")}, defects)
    (found,) = examined.detectors
    assert (found.judged_on.fake, found.judged_on.left_out) == (44, 76)


def test_specialists_that_are_good_at_their_own_make_an_ensemble():
    _, examined = look({key: finds(key) for key in ("ll", "cm", "tm")})
    assert [d.assessment.word for d in examined.detectors] == ["ranks"] * 3
    advice = advise_ensemble(examined)
    assert all(member.included for member in advice.members)
    chosen = next(r for r in advice.rules if r.rule == advice.recommended)
    assert chosen.beats_best_single
    assert chosen.auc.low > max(d.overall.auc.high for d in examined.detectors)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["real", "fake"]),
            st.sampled_from(["ok", "failed"]),
            st.lists(st.sampled_from(["ll", "cm", "common"]), max_size=2),
        ),
        min_size=4,
        max_size=30,
    )
)
def test_every_scored_video_counts_or_is_left_out(videos):
    videos = [("real", "ok", []), ("fake", "ok", ["cm"]), *videos]
    rows = [{"video": f"{i:04d}.mp4", "label": label, "status": "ok"} for i, (label, _, _) in enumerate(videos)]
    made = planted.tables({"ll": planted.ranks(1)}, rows, units=1)
    gone = [f"{i:04d}.mp4" for i, (_, status, _) in enumerate(videos) if status == "failed"]
    scores = made["scores"].with_columns(
        status=pl.when(pl.col("video").is_in(gone)).then(pl.lit("failed")).otherwise("status")
    )
    table = video_scores(scores, made["videos"])
    known = truth({i: list(dict.fromkeys(defects)) for i, (_, _, defects) in enumerate(videos)})
    own = own_domain(table, known, DOMAINS["ll"], measure(table, 0.5))
    scored = [(label, set(defects) - {"common"}) for label, status, defects in videos if status == "ok"]
    assert own.real == sum(label == "real" for label, _ in scored)
    assert own.left_out == sum(label == "fake" and defects == {"cm"} for label, defects in scored)
    assert own.real + own.fake + own.left_out == len(scored)
    counting = own.of(table)
    assert counting.filter(status="ok").height == own.real + own.fake
    assert counting["video"].is_sorted()
