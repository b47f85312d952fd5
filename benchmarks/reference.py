"""How well the reference specialists detect defects of known kind and dose: ``python benchmarks/reference.py CORPUS…``.

Every corpus holds a real clip and one fake per domain of every take, at the fixed doses of
``touchstone.footage.synthesis.MEDIUM``:

    touchstone corpus build matrix --size matrix
    touchstone corpus build matrix-best --size matrix --stored best
    touchstone corpus build planted --from my/real/clips --planted medium

Prints per corpus: the AUC of each specialist in its own domain, against the real clips and the fakes of the other domains; the
same on codecs, cameras and scenes that training never saw; the 6 × 6 matrix, each defect against the real clips only; and the
AUC after frames are shuffled, or sound is muted, just before the networks see them. Faces are found as in an analysis.

    python benchmarks/reference.py --deepfakes my/real/and/fake/clips [--onto-cards]

Of real clips and deepfakes from elsewhere, labelled by folders or a manifest: AUC of each specialist over groups, how many clips
it abstains on, and how many of each label it calls fake. With ``--onto-cards`` the AUC is added to the model card in each file of
weights.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import polars as pl
import torch
from numpy.typing import NDArray
from scipy.special import expit

from _machine import machine, write_between
from touchstone.conclusions.metrics import Estimate, Sample, auc_estimate
from touchstone.detectors.config import detector_spec
from touchstone.detectors.keys import REFERENCE_PREFIX, shipped_weights
from touchstone.detectors.kinds import Detector
from touchstone.detectors.load import load_detectors
from touchstone.detectors.reference import Measured, load_reference, save_reference
from touchstone.footage.corpus import open_corpus, read_truth
from touchstone.footage.synthesis import MEDIUM, Plan
from touchstone.footage.views import MOUTH, SILENCE, VIEWS
from touchstone.training import Ask, look
from touchstone.vocabulary.domains import DOMAINS

Views = dict[str, NDArray[np.generic]]
BAR = 0.95
ON_DEEPFAKES = "public clips"
_MOUTH = MOUTH[0] * MOUTH[1]  # columns of av's view that show the mouth


@dataclass(frozen=True, slots=True, eq=False)
class Clips:
    """The clips of one corpus.

    Attributes:
        name: name of its folder.
        domain: domain of the defect of each clip; ``real`` if it has none.
        group: number of its person or clip.
        fake: label of each clip.
        unseen: whether its codec, camera or scene is in no training clip; ``None`` if that is not known.
        views: views of each specialist; rows that cannot be used are False in ``shown``.
        shown: per specialist, which clips it can use.
    """

    name: str
    domain: NDArray[np.str_]
    group: NDArray[np.int64]
    fake: NDArray[np.bool_]
    unseen: NDArray[np.bool_] | None
    views: Views
    shown: dict[str, NDArray[np.bool_]]


def show(folder: Path, kept: Path, workers: int) -> None:
    """Make the view of every clip for every specialist, once, and keep it."""
    asks = [Ask(video=entry.video, path=entry.path, sights=tuple(VIEWS)) for entry in open_corpus(folder).entries]
    views = {key: np.zeros((len(asks), *view.shape), view.dtype) for key, view in VIEWS.items()}
    shown = {key: np.zeros(len(asks), bool) for key in VIEWS}
    with get_context("spawn").Pool(workers) as pool:
        for at, seen in enumerate(pool.imap(look, asks, chunksize=2)):
            for key, values in seen.items():
                if not isinstance(values, str):
                    views[key][at], shown[key][at] = values, True
    kept.mkdir(parents=True, exist_ok=True)
    for key in VIEWS:
        np.save(kept / f"{key}.npy", views[key])
    np.save(kept / "shown.npy", np.stack([shown[key] for key in VIEWS]))


def read(folder: Path, kept: Path, workers: int) -> Clips:
    """The views of every clip for every specialist; made unless they are kept already."""
    if not (kept / "shown.npy").is_file():
        show(folder, kept, workers)
    corpus = open_corpus(folder)
    truth = read_truth(corpus)
    domains = dict(truth.filter(pl.col("dose").is_not_null()).select("video", "domain").iter_rows())
    views = {key: np.load(kept / f"{key}.npy", mmap_mode="r") for key in VIEWS}
    shown = dict(zip(VIEWS, np.load(kept / "shown.npy"), strict=True))
    names = [entry.group or entry.video for entry in corpus.entries]
    return Clips(
        folder.name,
        np.array([domains.get(entry.video, "real") for entry in corpus.entries]),
        np.unique(names, return_inverse=True)[1].astype(np.int64),
        np.array([entry.label == "fake" for entry in corpus.entries]),
        _unseen(folder),
        views,
        shown,
    )


def _unseen(folder: Path) -> NDArray[np.bool_] | None:
    """Which clips have a codec, camera or scene of the test split alone."""
    manifest = pl.read_csv(folder / "manifest.csv").sort("path")
    if "scene" not in manifest.columns or manifest["scene"].null_count() == len(manifest):
        return None
    trained = Plan(clips=2000, splits=(("train", 1.0),)).recipes()
    columns = {
        "codec": {r.codec for r in trained},
        "source": {r.source for r in trained},
        "scene": {r.scene for r in trained},
    }
    new = [~manifest[column].is_in(list(values)).to_numpy() for column, values in columns.items()]
    return np.any(new, axis=0)


def score(detector: Detector, view: NDArray[np.generic]) -> NDArray[np.float64]:
    """P(fake) of a batch of views, as in an analysis."""
    parts = [np.array(view[start : start + 16]) for start in range(0, len(view), 16)]
    return expit(np.concatenate([detector.score(part) for part in parts]))


def auc(p: NDArray[np.float64], fake: NDArray[np.bool_], group: NDArray[np.int64]) -> Estimate:
    """AUC over groups."""
    return auc_estimate(Sample(p, fake, np.unique(group, return_inverse=True)[1].astype(np.int64)))


def shuffled(key: str, view: NDArray[np.generic]) -> NDArray[np.generic]:
    """The view of a clip with its frames in random order; views without order stay the same."""
    dice = np.random.default_rng(7)
    if key == "tm":
        return np.stack([clip[dice.permutation(len(clip))] for clip in view])
    if key == "av":
        mouth = view.copy()
        for clip in mouth:
            clip[:, :_MOUTH] = clip[dice.permutation(len(clip)), :_MOUTH]
        return mouth
    return view


def muted(key: str, view: NDArray[np.generic]) -> NDArray[np.generic]:
    """The view of a clip with its sound muted."""
    if key != "av":
        return view
    silent = view.copy()
    silent[..., _MOUTH:-1] = np.log(SILENCE)
    return silent


def tables(clips: Clips, weights: dict[str, Detector]) -> list[str]:
    """All tables of one corpus, as Markdown."""
    lines = [f"### {clips.name}", ""]
    head = (
        "specialist", "planted", "AUC [95 %]", "clips", "known codec, camera, scene", "new ones", "against real, shuffled",
        "against real, muted",
    )  # fmt: skip
    lines += ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    scores = {key: score(detector, clips.views[key]) for key, detector in weights.items()}
    for key in weights:
        intervention, dose = MEDIUM[key]
        cells = [key, f"{intervention} {dose:g}", *_own_domain(clips, key, scores[key])]
        cells += [_changed(clips, key, weights[key], change) for change in (shuffled, muted)]
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "Each defect against the real clips alone:", "", "| specialist | " + " | ".join(DOMAINS) + " |"]
    lines.append("|---|" + "---|" * len(DOMAINS))
    for key in weights:
        cells = []
        for domain in DOMAINS:
            rows = clips.shown[key] & np.isin(clips.domain, [domain, "real"])
            estimate = auc(scores[key][rows], clips.domain[rows] == domain, clips.group[rows])
            cells.append(f"**{_short(estimate)}**" if domain == key else _short(estimate))
        lines.append(f"| {key} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def of_deepfakes(clips: Clips, weights: dict[str, Detector]) -> tuple[list[str], dict[str, Measured]]:
    """How each specialist separates labelled clips from elsewhere, as Markdown; and its AUC, for its model card."""
    head = ("specialist", "AUC [95 %]", "real + fake clips scored", "abstained", "real called fake", "fake called fake")
    lines = [f"### {clips.name}", "", "| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    measured: dict[str, Measured] = {}
    for key, detector in weights.items():
        rows = clips.shown[key]
        p, fake = score(detector, clips.views[key][rows]), clips.fake[rows]
        estimate = auc(p, fake, clips.group[rows])
        called = [f"{int((p[fake == label] > 0.5).sum())} of {int((fake == label).sum())}" for label in (False, True)]
        cells = (key, _long(estimate), f"{int((~fake).sum())} + {int(fake.sum())}", str(int((~rows).sum())), *called)
        lines.append("| " + " | ".join(cells) + " |")
        if estimate.value is not None and estimate.low is not None and estimate.high is not None:
            measured[key] = Measured(
                name=f"{ON_DEEPFAKES}: AUC, {int((~fake).sum())} real clips and {int(fake.sum())} deepfakes",
                value=round(estimate.value, 3), low=round(estimate.low, 3), high=round(estimate.high, 3), n=len(p),
            )  # fmt: skip
    return [*lines, ""], measured


def onto_card(path: Path, key: str, measured: Measured) -> None:
    """Add a number to the model card in a weights file, in place of the last one of its kind."""
    loaded = load_reference(path, key)
    kept = tuple(number for number in loaded.card.numbers if not number.name.startswith(ON_DEEPFAKES))
    save_reference(path, loaded.network, loaded.card.model_copy(update={"numbers": (*kept, measured)}))


def _own_domain(clips: Clips, key: str, p: NDArray[np.float64]) -> list[str]:
    fake = clips.domain == key
    shown = clips.shown[key]
    whole = auc(p[shown], fake[shown], clips.group[shown])
    met = whole.value is not None and whole.value >= BAR
    cells = [
        f"{_long(whole)}{'' if met else ', below the bar'}",
        f"{int((fake & shown).sum())} + {int((~fake & shown).sum())}",
    ]
    if clips.unseen is None:
        return [*cells, "", ""]
    for new in (False, True):
        rows = shown & (clips.unseen == new)
        cells.append(_long(auc(p[rows], fake[rows], clips.group[rows])))
    return cells


def _changed(clips: Clips, key: str, detector: Detector, change: Callable[[str, NDArray], NDArray]) -> str:
    view = change(key, clips.views[key])
    if view is clips.views[key]:
        return "sees no difference"
    rows = clips.shown[key] & np.isin(clips.domain, [key, "real"])
    return _long(auc(score(detector, view[rows]), clips.domain[rows] == key, clips.group[rows]))


def _long(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"


def _short(estimate: Estimate) -> str:
    return "–" if estimate.value is None else f"{estimate.value:.2f}"


def main(arguments: Iterable[str] | None = None) -> None:
    """Read every corpus, score it, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="*")
    parser.add_argument("--deepfakes", type=Path, help="labelled clips from elsewhere")
    parser.add_argument("--onto-cards", action="store_true", help="add what was measured on them to the model cards")
    parser.add_argument("--weights", type=Path, help="folder of KEY.safetensors; default: those that are shipped")
    parser.add_argument(
        "--views", type=Path, help="folder that keeps the views of the specialists; default: a temporary one"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, help="a page whose part between the marks is replaced")
    asked = parser.parse_args(arguments)
    paths = {
        key: shipped_weights(key) if asked.weights is None else asked.weights / f"{key}.safetensors" for key in DOMAINS
    }
    specs = [
        detector_spec(key, specialist=f"{REFERENCE_PREFIX}{key}", checkpoint=path)
        for key, path in paths.items()
        if path.is_file()
    ]
    by_name = {detector.card.name: detector for detector in load_detectors(specs, torch.device("cpu"), print).detectors}
    lines: list[str] = []
    kept = asked.views or Path(mkdtemp(prefix="touchstone-"))
    for folder in asked.corpus:
        start = time.perf_counter()
        clips = read(folder, kept / folder.name, asked.workers)
        lines += tables(clips, by_name)
        print(
            f"{folder}: {len(clips.domain)} clips in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True
        )
    if asked.deepfakes is not None:
        clips = read(asked.deepfakes, kept / asked.deepfakes.name, asked.workers)
        rows, measured = of_deepfakes(clips, by_name)
        lines += rows
        for key, number in measured.items() if asked.onto_cards else ():
            onto_card(paths[key], key, number)
    said = [*(f.name for f in asked.corpus), *(["--deepfakes", asked.deepfakes.name] if asked.deepfakes else [])]
    lines.append(f"{machine()}: `python benchmarks/reference.py {' '.join(said)}`")
    print("\n".join(lines))
    if asked.write is not None:
        write_between(asked.write, "measured" if asked.corpus else "deepfakes", lines)


if __name__ == "__main__":
    main()
