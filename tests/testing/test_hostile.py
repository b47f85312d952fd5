"""Kinds and layouts of other packages that fail in every way: each costs its own rows, and a healthy one beside it goes on."""

import json

import numpy as np
import polars as pl
import pytest
import torch
from tests.conftest import moving_square

from touchstone.detectors.config import read_detectors
from touchstone.detectors.inference import Silent
from touchstone.detectors.kinds import DetectorCard, Kind, kinds
from touchstone.detectors.load import load_detectors
from touchstone.footage.corpus import open_corpus
from touchstone.footage.media import write_video
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.testing import BrightnessDetector, BrightnessKind, BrightnessSettings, SuffixLayout
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.errors import CheckpointError, CorpusError, MissingExtraError, RunError, UsageError


class HostileSettings(BrightnessSettings):
    brightness: float = 100
    hostile: str


class Hostile(Kind[HostileSettings]):
    """Fails at the step that its setting names."""

    name = "hostile"
    description = "fails"
    settings = HostileSettings

    def load(self, settings, name, device, keep):
        step, _, how = settings.hostile.partition(":")
        detector = BrightnessDetector(name)
        if step == "load":
            return LOADS[how](detector, keep)
        if step == "score":
            return Answering(name, ANSWERS[how])
        return detector

    def fingerprint(self, settings):
        step, _, how = settings.hostile.partition(":")
        return FINGERPRINTS[how]() if step == "fingerprint" else {"hostile": settings.hostile}


class Answering(BrightnessDetector):
    """Answers something else."""

    def __init__(self, name, answer):
        super().__init__(name)
        self._answer = answer

    def score(self, pictures):
        return self._answer(super().score(pictures))


class MuteError(Exception):
    def __str__(self):
        raise ValueError("no text")


def fails(error):
    def fail(*_, **__):
        raise error

    return fail


ANSWERS = {
    "one too many": lambda right: np.append(right, 0),
    "one too few": lambda right: right[1:],
    "nothing": lambda right: None,
    "words": lambda right: ["fake"] * len(right),
    "numbers as words": lambda right: [str(x) for x in right],
    "two columns": lambda right: np.stack([right, right], axis=1),
    "ragged": lambda right: [[1.0], [1.0, 2.0]],
    "complex": lambda right: right.astype(complex),
    "a generator": lambda right: (x for x in right),
    "TypeError": fails(TypeError("wrong\nsecond line")),
    "KeyError": fails(KeyError("pixels")),
    "IndexError": fails(IndexError("list index")),
    "StopIteration": fails(StopIteration()),
    "long": fails(ValueError("x" * 5000)),
    "surrogate": fails(OSError("\udc80\0name")),
    "mute": fails(MuteError()),
}

LOADS = {
    "None": lambda detector, keep: None,
    "a function": lambda detector, keep: len,
    "KeyError": fails(KeyError("weights")),
    "two lines": fails(CheckpointError("first\nsecond")),
    "UsageError": fails(UsageError("not so")),
    "mute": fails(MuteError()),
    "no card": lambda detector, keep: detector.__dict__.clear() or detector,
    "another name": lambda detector, keep: carded(detector, name="healthy"),
    "no contract": lambda detector, keep: carded(detector, input={"size": 32}),
    "unhashable": lambda detector, keep: carded(detector, input=InputContract(mean=[0, 0, 0])),  # pyright: ignore[reportArgumentType]
    "no size": lambda detector, keep: carded(detector, input=InputContract(size=0)),
    "unknown view": lambda detector, keep: carded(detector, input=InputContract("view", view="nowhere")),
    "no number": lambda detector, keep: carded(detector, parameters="many"),
    "no tensors": lambda detector, keep: keep("rows") or detector,
    "wrong tensors": lambda detector, keep: keep(pl.DataFrame({"x": [1]})) or detector,
}

FINGERPRINTS = {
    "raises": fails(KeyError("file")),
    "None": lambda: None,
    "bytes": lambda: {"hash": b"\0"},
    "NaN": lambda: {"level": float("nan")},
}


def carded(detector, **fields):
    detector.card = DetectorCard(**{"name": detector.card.name, "kind": "hostile", **fields})
    return detector


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    root = tmp_path_factory.mktemp("clips")
    for name in ("a.real.mp4", "a.fake.mp4", "b.real.mp4"):
        folder = root / name.split(".")[1]
        folder.mkdir(exist_ok=True)
        write_video(folder / name, moving_square(8), 25)
    return root


@pytest.fixture
def hostile(offer):
    offer("touchstone.detector_kinds", BrightnessKind(), "twin")
    offer("touchstone.detector_kinds", Hostile(), "hostile")


def settings(folder, clips, *faults):
    lines = [f'[h{number}]\nhostile = "{fault}"\n' for number, fault in enumerate(faults)]
    (folder / "detectors.toml").write_text("".join(lines) + "[healthy]\nbrightness = 90\n")
    return AnalysisSettings(
        corpus=clips, detectors=folder / "detectors.toml", out=folder / "run", device="cpu", faces="none", workers=1,
        frames=3,
    )  # fmt: skip


def tables(folder):
    return (pl.read_parquet(folder / "run" / "tables" / f"{name}.parquet") for name in ("detectors", "scores"))


def test_whatever_a_kind_does_a_healthy_detector_beside_it_is_scored(tmp_path, clips, hostile):
    faults = [
        f"{step}:{how}"
        for step, ways in (("load", LOADS), ("fingerprint", FINGERPRINTS), ("score", ANSWERS))
        for how in ways
    ]
    analyze(settings(tmp_path, clips, *faults), Silent())
    detectors, scores = tables(tmp_path)
    assert detectors["detector"].to_list() == [*(f"h{n}" for n in range(len(faults))), "healthy"]
    healthy = scores.filter(detector="healthy")
    assert healthy["status"].to_list() == ["ok"] * 9
    loaded = dict(detectors.select("detector", "status").iter_rows())
    for number, fault in enumerate(faults):
        own = scores.filter(detector=f"h{number}")
        assert loaded[f"h{number}"] == ("ok" if fault.startswith("score") else "failed"), fault
        assert own["status"].to_list() == (["failed"] * 9 if fault.startswith("score") else []), fault
    reasons = [*detectors["reason"].drop_nulls(), *scores["reason"].drop_nulls()]
    assert all(len(reason) <= 230 and "\n" not in reason and reason.isprintable() for reason in reasons)
    said = dict(zip(faults, (reason_of(detectors, scores, n) for n in range(len(faults))), strict=True))
    assert said["score:TypeError"] == "the network failed: TypeError: wrong"
    assert said["score:KeyError"] == "the network failed: KeyError: 'pixels'"
    assert said["score:mute"] == "the network failed: MuteError"
    assert said["score:two columns"] == "the network failed: it answered an array of shape [4, 2] to 4 inputs"
    assert said["score:nothing"] == "the network failed: it answered NoneType of object, not 4 numbers"
    assert said["load:None"] == "its kind loaded a NoneType, not a Detector"
    assert said["load:KeyError"] == "KeyError: 'weights'"
    assert said["load:two lines"] == "first second"
    assert said["load:no size"].startswith("its card asks for pictures with size = 0")
    assert said["fingerprint:raises"] == "what decides its scores cannot be said: KeyError: 'file'"
    json.loads((tmp_path / "run" / "run.json").read_text())


def reason_of(detectors, scores, number):
    own = [
        *detectors.filter(detector=f"h{number}")["reason"].drop_nulls(),
        *scores.filter(detector=f"h{number}")["reason"],
    ]
    return own[-1] if len(own) == 1 else own[0]


def test_such_a_run_can_be_continued(tmp_path, clips, hostile):
    how = settings(tmp_path, clips, "fingerprint:raises", "load:None", "score:words")
    analyze(how, Silent())
    analyze(how, Silent())


def test_the_machine_s_failure_is_not_the_detector_s(tmp_path, clips, hostile, monkeypatch):
    monkeypatch.setitem(LOADS, "memory", fails(MemoryError()))
    monkeypatch.setitem(ANSWERS, "memory", fails(MemoryError()))
    for fault in ("load:memory", "score:memory"):
        folder = tmp_path / fault[:4]
        folder.mkdir()
        with pytest.raises(RunError, match="h0 ran out of memory"):
            analyze(settings(folder, clips, fault), Silent())
    monkeypatch.setitem(LOADS, "stopped", fails(KeyboardInterrupt()))
    (spec, _) = read_detectors(settings(tmp_path, clips, "load:stopped").detectors)
    with pytest.raises(KeyboardInterrupt):
        load_detectors([spec], torch.device("cpu"))


def test_a_missing_package_still_ends_the_run_before_it_begins(tmp_path, clips, hostile, monkeypatch):
    monkeypatch.setitem(LOADS, "extra", fails(MissingExtraError("this", "onnx")))
    with pytest.raises(MissingExtraError):
        analyze(settings(tmp_path, clips, "load:extra"), Silent())


def test_settings_that_raise_anything_are_a_mistake_of_one_line(tmp_path, clips, hostile, monkeypatch):
    monkeypatch.setattr(HostileSettings, "model_validate", fails(KeyError("x")))
    with pytest.raises(UsageError, match=r"\[h0\] cannot be read by the kind hostile: KeyError: 'x'$"):
        read_detectors(settings(tmp_path, clips, "none").detectors)


def test_a_kind_that_cannot_look_for_files_is_named(tmp_path, hostile, monkeypatch):
    monkeypatch.setattr(Hostile, "find", fails(KeyError("x")))
    with pytest.raises(UsageError, match=r"the kind hostile \(.*test_hostile\) cannot look for its files: KeyError"):
        read_detectors(tmp_path)


def test_a_card_that_raises_leaves_the_name(tmp_path, clips, hostile, monkeypatch):
    monkeypatch.setattr(Hostile, "card", fails(KeyError("x")))
    specs = read_detectors(settings(tmp_path, clips, "load:None").detectors)
    loaded = load_detectors(specs, torch.device("cpu"))
    assert loaded.table.select("detector", "kind", "status").rows()[0] == ("h0", "hostile", "failed")
    assert [d.card.name for d in loaded.detectors] == ["healthy"]


class Nameless(BrightnessKind):
    name = ""


class Unset(BrightnessKind):
    name = "unset"
    settings = None  # pyright: ignore[reportAssignmentType]


@pytest.mark.parametrize(("kind", "words"), [(Nameless(), "has no name"), (Unset(), "has no settings")])
def test_a_kind_that_is_not_whole_is_named(offer, kind, words):
    offer("touchstone.detector_kinds", kind)
    with pytest.raises(UsageError, match=rf"package \(package\.twin\).* {words}.*; fix or remove it"):
        kinds()


class Broken(SuffixLayout):
    name = "broken"
    answer = staticmethod(fails(KeyError("person")))

    def read(self, path):
        return self.answer()


class Odd(Broken):
    name = "odd"
    answer = staticmethod(lambda: ["a.mp4"])


@pytest.mark.parametrize(
    ("layout", "why"), [(Broken(), "KeyError: 'person'"), (Odd(), "it answered a list, not a Corpus")]
)
def test_a_layout_that_fails_is_passed_over_with_a_note(tmp_path, clips, offer, layout, why):
    offer("touchstone.layouts", layout)
    corpus = open_corpus(clips)
    note = f"the layout {layout.name} of package (package.twin) was passed over: {why}"
    assert (corpus.layout, corpus.notes[-1]) == ("folders", note)
    with pytest.raises(CorpusError) as error:
        open_corpus(tmp_path)
    assert note in str(error.value)
    assert "\n" not in str(error.value)


def test_a_layout_that_refuses_its_own_footage_is_heard(clips, offer, monkeypatch):
    monkeypatch.setattr(Broken, "answer", staticmethod(fails(CorpusError("two lists; remove one"))))
    offer("touchstone.layouts", Broken())
    with pytest.raises(CorpusError, match="two lists; remove one"):
        open_corpus(clips)
