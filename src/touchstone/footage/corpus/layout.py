"""What a layout of labelled footage is, how to add one, and which of them a folder has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from enum import IntEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from touchstone.vocabulary.errors import CorpusError, TouchstoneError, UsageError, one_line, short_reason
from touchstone.vocabulary.plugins import Offer, plugins
from touchstone.vocabulary.system import regular_file

from .entry import Corpus
from .outside import check_inside

_GROUP = "touchstone.layouts"
"""Entry points under which other packages offer layouts."""


class LayoutPriority(IntEnum):
    """Which layout is asked first; those below are asked only where none of these fits."""

    SAID = 3
    """A file written for Touchstone says what the videos are."""
    DATA_SET = 2
    """Names of folders and files are those of one data set."""
    GENERAL = 1
    """A convention that many follow."""


class Layout(ABC):
    """One way in which labelled footage lies on disk.

    To add a layout, write one file, ``footage/corpus/layouts/NAME.py``, with a subclass of this class and one instance of it
    called ``LAYOUT``; it is found by itself. A layout in another package is found by an entry point that names the instance::

        [project.entry-points."touchstone.layouts"]
        mine = "my_package.layout:LAYOUT"

    In :meth:`read`, first look for what no other layout has, and answer ``None`` quickly where it is not there: every layout
    is asked about every folder. Then make one :class:`Entry` of each video: say the group (whose footage it is) and the
    donor wherever names tell them, because videos of one group are not independent; take labels from where the data set
    states them, and check its polarity. Tell in ``notes`` what a user should know about how it was read.

    :class:`touchstone.testing.SuffixLayout` is one in a few lines.
    """

    name: ClassVar[str]
    """What it is called in ``run.json``."""

    description: ClassVar[str]
    """How footage lies in it, in one line."""

    priority: ClassVar[LayoutPriority] = LayoutPriority.DATA_SET
    """When it is asked. Two of the same priority that both fit are a question to the user."""

    @abstractmethod
    def read(self, path: Path) -> Corpus | None:
        """The corpus at a folder or file; ``None`` where it has another layout.

        Raises:
            CorpusError: it has this layout, and cannot be used; the text says what is wrong, and what to do. After any
                other error the other layouts are asked, and a note names this one.
        """


@cache
def all_layouts() -> tuple[Layout, ...]:
    """Every layout that there is, in the order in which they are asked.

    Raises:
        UsageError: a package offers something else, or a name that is taken.

    >>> [layout.name for layout in all_layouts()][0], [layout.name for layout in all_layouts()][-1]
    ('manifest', 'folders')
    """
    return tuple(offer.item for offer in _offers())


def _offers() -> tuple[Offer[Layout], ...]:
    offers = plugins("touchstone.footage.corpus.layouts", "LAYOUT", _GROUP, Layout)
    for offer in offers:
        if not isinstance(offer.item.priority, int):
            raise UsageError(f"{offer.where}, offered as {_GROUP}, has no LayoutPriority; fix or remove it")
    return tuple(sorted(offers, key=lambda offer: -offer.item.priority))


def open_corpus(path: Path, *, strict_paths: bool = False) -> Corpus:
    """Open labelled footage in any known layout: a manifest, a data set, a folder with ``real/`` and ``fake/`` below it.

    Args:
        path: folder or manifest.
        strict_paths: refuse videos that lie outside the folder; otherwise a note says that there are some.

    Raises:
        CorpusError: there is nothing that can be used, or two layouts fit; the message says what was looked for.
    """
    if not path.is_dir():
        _check_file(path)
    failed: list[str] = []
    for _, offers in groupby(_offers(), key=lambda offer: offer.item.priority):
        fitting: dict[str, Corpus] = {}
        for offer in offers:
            corpus = _asked(offer, path, failed)
            if corpus is not None:
                fitting[offer.item.name] = corpus
        if len(fitting) > 1:
            raise CorpusError(
                f"{path} is laid out as {' and as '.join(fitting)}; write a manifest.csv with the columns "
                "path,label,group, or give a folder that holds one of them"
            )
        for corpus in fitting.values():
            outside = check_inside(corpus.root, corpus.entries, strict_paths=strict_paths)
            return replace(corpus, notes=(*corpus.notes, *failed, *outside))
    raise CorpusError(
        f"{path}: no labelled video found; put videos below folders named real/ and fake/, or write a manifest.csv "
        f"with the columns path,label{''.join(f' ({reason})' for reason in failed)}"
    )


def _check_file(path: Path) -> None:
    """A manifest is a file; a pipe may never end, and a link may lead back to itself."""
    try:
        regular_file(path)
    except FileNotFoundError as error:
        raise CorpusError(f"{path}: no such folder or manifest") from error
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({one_line(error)}); name a folder or a manifest") from error


def _asked(offer: Offer[Layout], path: Path, failed: list[str]) -> Corpus | None:
    """What a layout answers; where it fails, ``None``, and what it says is among the failed."""
    try:
        corpus = offer.item.read(path)
    except TouchstoneError:
        raise
    except Exception as error:  # whatever a layout of another package raises
        reason = short_reason(error)
    else:
        if corpus is None or isinstance(corpus, Corpus):
            return corpus
        reason = f"it answered a {type(corpus).__name__}, not a Corpus"
    failed.append(f"the layout {offer.item.name} of {offer.where} was passed over: {reason}")
    return None
