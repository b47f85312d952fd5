"""The plan of a corpus over the user's own real clips: the same defects, known, in footage that is theirs."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from touchstone.footage.corpus import VIDEO_SUFFIXES, Corpus, Entry, check_inside, open_corpus, readable
from touchstone.footage.media import Glance, glances
from touchstone.vocabulary.defaults import CLIP_SECONDS, SEED
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import CorpusError

from .defects import PlantingPlan, check_domains, draw_planted, fakes_per_take
from .draw import dice
from .encoder import ENCODER_FAMILIES, draw_encoding
from .plan import SplitName
from .recipe import Defect, Difficulty, Recipe, UserFile


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlan:
    """What a corpus over the user's clips holds: each clip once as it is, and once with a defect, encoded alike.

    Attributes:
        root: folder or manifest of the clips; those labelled fake are not used.
        seed: decides everything else.
        clips: at most so many clips in the end, the real ones among them; all where ``None``.
        domains: keys of the domains whose defects are planted.
        splits: share of the groups in each split, where the user's corpus has none.
        seconds: longest clip.
        most: longest side, pixels.
        planted: which fakes are made of a clip, as :func:`draw_planted` takes it.
        strict_paths: refuse clips that lie outside their folder.
    """

    root: Path
    seed: int = SEED
    clips: int | None = None
    domains: tuple[str, ...] = tuple(DOMAINS)
    splits: tuple[tuple[SplitName, float], ...] = (("train", 0.6), ("val", 0.15), ("test", 0.25))
    seconds: float = CLIP_SECONDS
    most: int = 1280
    planted: PlantingPlan = "one"
    strict_paths: bool = False

    def __post_init__(self) -> None:
        check_domains(self.domains)

    def recipes(self) -> tuple[Recipe, ...]:
        """Every clip that can be opened, or the first of these; the real one before its fake.

        Raises:
            CorpusError: there is no real clip in the folder, or none that can be opened.
        """
        entries = real_entries(self.root, strict_paths=self.strict_paths)
        most = len(entries) if self.clips is None else max(1, self.clips // (1 + fakes_per_take(self.planted, len(self.domains))))
        chosen: list[Recipe] = []
        used = 0
        reason: str | None = None
        with closing(glances((entry.path for entry in entries), frames=0)) as looks:
            for entry, look in zip(entries, looks, strict=False):  # left where there are enough
                clips = self._clips(entry, look, used)
                chosen += clips
                used += bool(clips)
                reason = reason or (None if clips else f"{entry.video}: {look.reason}")
                if used == most:
                    break
        if not chosen:
            raise CorpusError(f"{self.root}: no real clip can be opened, of {len(entries)}; the first reason: {reason}")
        return tuple(chosen)

    def notes(self) -> tuple[str, ...]:
        """What a user should know about where the clips lie."""
        root = self.root if self.root.is_dir() else self.root.parent
        return check_inside(root, real_entries(self.root), strict_paths=self.strict_paths)

    def as_record(self) -> dict[str, object]:
        """The plan in plain words, for the corpus's record."""
        return {
            "from": readable(self.root), "seed": self.seed, "clips": self.clips, "domains": list(self.domains),
            "seconds": self.seconds, "longest_side": self.most, "planted": self.planted,
        }  # fmt: skip

    def _clips(self, entry: Entry, look: Glance, number: int) -> list[Recipe]:
        facts, sha256 = look.facts, look.sha256
        if facts is None or sha256 is None:
            return []  # the user's corpus says it itself: touchstone corpus check
        key = hashlib.sha256(entry.video.encode("utf-8", "backslashreplace")).hexdigest()[:12]
        has = frozenset({"face", "sound"} if facts.has_audio else {"face"})
        fit = min(1.0, self.most / max(facts.width, facts.height))
        size = round(facts.width * fit), round(facts.height * fit)
        fps = max(Fraction(facts.fps or 25).limit_denominator(1001), Fraction(1, 1001))
        families = [family for family in ENCODER_FAMILIES if family.takes(*size, fps)]
        family = families[int(dice(self.seed, "codec", key).integers(len(families)))]
        stem = f"{Path(entry.video).stem[:60]}-{key[:6]}"
        group = entry.group or entry.video

        def recipe(mark: str, defects: tuple[Defect, ...], difficulty: Difficulty) -> Recipe:
            label = "fake" if defects else "real"
            return Recipe(
                video=f"{label}/{stem}{mark}{family.suffix}",
                label=label,
                origin=UserFile(path=entry.path, sha256=sha256, seconds=self.seconds, most=self.most),
                defects=defects,
                difficulty=difficulty,
                encoding=draw_encoding(family, *size, fps, dice(self.seed, "file", key, label + mark)),
                codec=family.name,
                group=group,
                source=entry.source,
                dataset=entry.dataset or readable(self.root.name),
                scene=None,
                split=entry.split or self._split(group),
            )

        fakes = draw_planted(self.planted, self.seed, key, number, self.domains, has=has)
        return [recipe("", (), "plain"), *(recipe(*fake) for fake in fakes)]

    def _split(self, group: str) -> str:
        at = float(dice(self.seed, "split", group).random()) * sum(share for _, share in self.splits)
        for split, share in self.splits:
            at -= share
            if at < 0:
                return split
        return self.splits[-1][0]


def real_entries(root: Path, *, strict_paths: bool = False) -> list[Entry]:
    """The real clips of a labelled corpus, or every video of a folder without labels.

    Raises:
        CorpusError: there is none, or some lie outside the folder and are refused.
    """
    try:
        corpus: Corpus | None = open_corpus(root)
    except CorpusError:
        corpus = None
        if not root.is_dir():
            raise
    if corpus is not None:
        entries = [entry for entry in corpus.entries if entry.label == "real"]
    else:
        paths = sorted(p for p in root.rglob("*") if p.suffix.lower() in VIDEO_SUFFIXES and not p.name.startswith("."))
        entries = [Entry(video=readable(p.relative_to(root).as_posix()), path=p, label="real") for p in paths]
    if not entries:
        raise CorpusError(f"{root}: no real clip found; name a folder of videos, or one with real/ below it")
    check_inside(root if root.is_dir() else root.parent, entries, strict_paths=strict_paths)
    return entries
