"""ASVspoof and ADD: ``filename<TAB>cm-score``, or lines without header; high = bona fide."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.sheets import Sheet
from touchstone.vocabulary.words import TRIAL, is_property

from ..form import Reading
from ..names import fields_of
from ..options import Options

_SHARES = "countermeasure scores are high for bona fide; P(fake) = 1 − score"

_LOG_ODDS = (
    "countermeasure scores are high for bona fide; their sign is reversed and they are read as log-odds of fake, which keeps "
    "the AUC; threshold, confidence and calibration are meaningful only if the scores are calibrated log-likelihood ratios"
)


def asvspoof(sheet: Sheet, options: Options) -> Reading | None:
    """Scores of countermeasures, by the column ``cm-score``, or by keys such as LA_E_1234567 in lines without header.

    They are real numbers that are high for *bona fide*; if calibrated, they are log-likelihood ratios.
    """
    columns = sheet.lower()
    if sheet.header and "cm_score" in columns:
        fields, score = fields_of(sheet, options), columns["cm_score"]
    elif not sheet.header and "video" not in columns and _trials(sheet):
        fields, score = _fields(sheet), sheet.columns[-1]
    else:
        return None
    numbers = sheet.frame[score].cast(pl.Float64, strict=False)
    logits = bool(((numbers < 0) | (numbers > 1)).any())
    return Reading(
        form="ASVspoof", fields=fields, scores={"": score}, fake_is="low", scale="logit" if logits else "probability",
        notes=(f"{_LOG_ODDS if logits else _SHARES} (if high means spoof, say {option('fake_is', 'high')})",),
    )  # fmt: skip


def _fields(sheet: Sheet) -> dict[str, str]:
    """Utterance, key, speaker and attack of lines in any order; of names of trials those that vary most are the utterances."""
    words = {c: sheet.frame[c].cast(pl.String, strict=False) for c in sheet.columns[:-1] if not is_property(c)}
    trials = [c for c, cells in words.items() if cells.str.contains(TRIAL).all()]
    video = max(trials, key=lambda c: words[c].n_unique())
    keys = [c for c, cells in words.items() if cells.str.to_lowercase().is_in(["spoof", "bonafide", "genuine", "fake"]).all()]
    attacks = [c for c, cells in words.items() if cells.str.contains(r"^(A\d+|-)$").all() and cells.n_unique() > 1]
    speakers = [c for c in trials if c != video]
    fields = {"video": video} | ({"group": speakers[0]} if speakers else {})
    fields |= {"label": keys[0]} if keys else {}
    return fields | ({"method": attacks[0]} if attacks and keys else {})


def _trials(sheet: Sheet) -> bool:
    last = sheet.frame[sheet.columns[-1]].cast(pl.Float64, strict=False)
    return (
        bool(sheet.frame[sheet.columns[0]].cast(pl.String, strict=False).str.contains(TRIAL).all())
        and last.null_count() == 0
    )
