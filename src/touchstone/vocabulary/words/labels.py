"""Words in cells: labels, states, truth values, and what stands for nothing."""

from __future__ import annotations

from typing import Literal

from .languages import TRANSLATIONS, TRUTHS_OF_SPREADSHEETS

Label = Literal["real", "fake"]

LABELS: dict[str, Label] = {
    "real": "real", "original": "real", "pristine": "real", "genuine": "real", "bonafide": "real", "bona fide": "real",
    "bona-fide": "real", "authentic": "real", "youtube-real": "real", "celeb-real": "real",
    "fake": "fake", "manipulated": "fake", "deepfake": "fake", "spoof": "fake", "synthetic": "fake", "forged": "fake",
    "celeb-synthesis": "fake",
    "0": "real", "1": "fake", "0.0": "real", "1.0": "fake", "false": "real", "true": "fake",
    "realvideo-realaudio": "real", "fakevideo-realaudio": "fake", "fakevideo-fakeaudio": "fake",
    "visual_modified": "fake", "both_modified": "fake",
    "bona_fide": "real", "live": "real", "human": "real", "untampered": "real", "unaltered": "real", "unmodified": "real",
    "not fake": "real", "non-fake": "real",
    "attack": "fake", "spoofed": "fake", "tampered": "fake", "altered": "fake", "ai-generated": "fake", "ai_generated": "fake",
    "ai generated": "fake", "ai": "fake", "generated": "fake", "synthesized": "fake", "synthesised": "fake", "not real": "fake",
    "deepfaked": "fake", "machine": "fake", "machine-generated": "fake", "doctored": "fake", "counterfeit": "fake",
    **dict.fromkeys(("nofake", "no fake", "no_fake", "no-fake", "not_fake", "non-deepfake", "not deepfake"), "real"),
    "nature": "real", "natural": "real", "legit": "real", "legitimate": "real", "untouched": "real", "unedited": "real",
    **dict.fromkeys(TRANSLATIONS["real"], "real"), **dict.fromkeys(TRANSLATIONS["fake"], "fake"),
}  # fmt: skip
"""Label words in lower case."""

FOLDERS: dict[str, Label] = {
    "real": "real", "reals": "real", "0_real": "real", "original": "real", "originals": "real", "pristine": "real",
    "fake": "fake", "fakes": "fake", "1_fake": "fake", "manipulated": "fake", "deepfake": "fake", "deepfakes": "fake",
}  # fmt: skip
"""Names of folders in lower case that say what lies below them."""

FORGED = "forged"
"""The property of videos whose labels say which part of them is forged."""

FORGED_PARTS = {
    "realvideo-fakeaudio": "sound", "audio_modified": "sound", "fakevideo-realaudio": "picture", "visual_modified": "picture",
    "fakevideo-fakeaudio": "both", "both_modified": "both",
}  # fmt: skip
"""Label words that say which part of a video is forged, and which it is."""

FAKE_AUDIO_WORDS = frozenset(word for word, part in FORGED_PARTS.items() if part == "sound")
"""Label words of a real picture with false sound."""

CODED = frozenset({"0", "1", "0.0", "1.0", "false", "true"})
"""Label words whose meaning is a convention: nearly always 1 is fake, in Celeb-DF's lists 1 is real."""

LABEL_PAIRS: dict[frozenset[str], dict[str, Label]] = {
    frozenset(pair): {pair[0]: "real", pair[1]: "fake"} for pair in (("-1", "1"), ("1", "2"), ("negative", "positive"))
}
"""Two codes of one column and what they mean by convention: the lower one, or the negative one, is real."""

NO_LABEL = frozenset({
    "unknown", "unk", "unlabeled", "unlabelled", "not labeled", "not labelled", "unlabel", "undefined", "?", "n.a.", "nan", "tbd",
    "unsure", "uncertain", "not available", "none", "null", "na", "n/a", "-", "-1",
})  # fmt: skip
"""Cells of a column of labels that say that there is none, in lower case; −1 beside 0 and 1 alone."""

NOBODY = NO_LABEL | {"", "<na>", "–", "-1.0", "nobody", "no one", "anonymous", "other", "others", "not known", "missing"}
"""Cells of a column of groups or donors that name none, in lower case."""

STATES: dict[str, str] = {
    "ok": "ok", "success": "ok", "done": "ok", "scored": "ok", "processed": "ok", "completed": "ok", "complete": "ok",
    "succeeded": "ok", "finished": "ok", "valid": "ok",
    "failed": "failed", "fail": "failed", "failure": "failed", "error": "failed", "unreadable": "failed", "timeout": "failed",
    "nonprocessed": "failed", "non-processed": "failed", "not processed": "failed", "unprocessed": "failed", "invalid": "failed",
    "crashed": "failed", "corrupt": "failed", "corrupted": "failed", "no face": "failed", "no_face": "failed", "noface": "failed",
    "no face found": "failed", "no face detected": "failed", "failedvalidation": "failed",
    "optoutall": "abstained", "optoutdetection": "abstained", "optoutlocalization": "ok",
    "abstained": "abstained", "abstain": "abstained", "opt-out": "abstained", "optout": "abstained", "skipped": "abstained",
    "missing": "missing", "not run": "missing", "not scored": "missing",
}  # fmt: skip
"""Words of a status column in lower case; for ``missing`` nothing is known, which is not a failure."""

NULL_WORDS = frozenset({
    "", "na", "n/a", "null", "none", "-", "–", "<na>", "#n/a", "#na", "#value!", "#div/0!", "#ref!", "#name?", "#null!", "#num!",
    "--", "---", "—", "?", ".", "…", "n.a.", "n.a", "n. a.", "n.d.", "n/d", "s/d", "k.a.", "k. a.", "nil", "undefined", "nd",
    "#wert!", "#bezug!", "#zahl!", "#nv", "#null", "#valeur!", "#nom?", "#nombre!", "#valor!", "#¡valor!", "#¿nombre?", "#¡num!",
    "#n/d", "#valore!", "#rif!", "#arg!", "#adr!", "#liczba!", "#знач!", "#н/д", "#error!", "#waarde!", "1.#ind", "-1.#ind",
})  # fmt: skip
"""Cells of a number column that hold no number, in lower case: the video was not scored."""

FAILURES = frozenset({"no answer", *(word for word, state in STATES.items() if state in ("failed", "abstained"))})
"""Cells of a score column that say, in place of a number, that scoring failed or that the detector abstained, in lower case."""

UNSCORED = NULL_WORDS | {word for word, state in STATES.items() if state == "missing"}
"""Cells of a score column that say that the video was not scored, in lower case."""

TRUTHS: dict[str, bool] = {
    "true": True, "yes": True, "y": True, "t": True, "1": True, "1.0": True,
    "false": False, "no": False, "n": False, "f": False, "0": False, "0.0": False, **TRUTHS_OF_SPREADSHEETS,
}  # fmt: skip
"""Truth values in lower case."""
