"""What a cluster is: the one place that knows how videos that are not independent are counted.

A *group* is the person or the clip whose footage a video is. Videos of one group err together, so a variance
must be taken over groups. Every estimate in this room is, to first order, its true value plus a sum of one
*influence* per video (the infinitesimal jackknife); the sum over the videos of a group is that group's share,
and the spread of the shares is the variance of the estimate (Liang & Zeger 1986; for the AUC: Obuchowski
1997, which without groups is DeLong 1988).

Strata. The numbers of real and fake videos are a choice of whoever built the corpus, not chance, so the
variance is taken within label. A group can hold both labels (the original clip and the fakes made from it).
Such a group may not be cut in
two: an easy face is easy in both, and resampling its halves apart would destroy exactly the dependence that
matters. So the strata are the three label *patterns* of a group (only real, only fake, both), and a group
always moves whole.

Donors. A fake shows two persons: the one whose footage it is (its group), and the one whose face was put in
(its donor). Fakes with the same donor err together too, across groups. Where donors are known the variance is
two-way: that over groups, plus that over faces, less that over the cells of both (Cameron, Gelbach & Miller
2011), and at least the larger of the first two. The face of a video is its donor, or else its group: a real
video shows the face of its own person. Where each face is in one group only, this is the variance over groups.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .arrays import Codes, Flags, Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """How far an estimate moves by chance.

    Attributes:
        variance: variance of the estimate.
        df: degrees of freedom with which the variance is known; infinite without groups.
    """

    variance: float
    df: float


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """Groups of videos of which the donors are known as well; videos are chosen as in an array.

    Attributes:
        group: number of the group of each video, shape (n,).
        face: number of the person whose face each video shows: its donor, or else its group, shape (n,).
        cell: number of the combination of both, shape (n,).
    """

    group: Codes
    face: Codes
    cell: Codes

    @classmethod
    def of(cls, group: Codes, face: Codes) -> Crossed:
        """From groups and faces.

        >>> Crossed.of(np.array([0, 0, 1]), np.array([0, 1, 1])).cell.tolist()
        [0, 1, 2]
        """
        cells = group * (int(face.max(initial=0)) + 1) + face
        return cls(group, face, np.unique(cells, return_inverse=True)[1].astype(np.int64))

    def __getitem__(self, chosen: Flags | Codes) -> Crossed:
        return Crossed(self.group[chosen], self.face[chosen], self.cell[chosen])

    @property
    def size(self) -> int:
        """Number of videos."""
        return int(self.group.size)


Grouping = Codes | Crossed
"""Number of the group of each video, with or without donors."""


def groups_of(group: Grouping) -> Codes:
    """Numbers of the groups alone, where what is done with them has no second direction."""
    return group.group if isinstance(group, Crossed) else group


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Units that move together.

    Attributes:
        index: number of the cluster of each row, shape (rows,), without gaps; ``None`` where every row is its
            own.
        size: rows of each cluster, shape (clusters,).
        stratum: stratum of each cluster, 0, 1 or 2, shape (clusters,).
        crossed: the clusters of the other direction, by face, and those of both directions together; ``None`` where
            donors are not known, or each face is in one cluster only.
    """

    index: Codes | None
    size: Floats
    stratum: Codes
    crossed: tuple[Clusters, Clusters] | None = None

    @classmethod
    def of(cls, group: Grouping | None, rows: int, fake: Flags | None = None) -> Clusters:
        """Clusters of ``rows`` rows; with ``fake``, stratified by label pattern."""
        if isinstance(group, Crossed):
            main, face, cell = (cls.of(codes, rows, fake) for codes in (group.group, group.face, group.cell))
            return main if face.count == cell.count else replace(main, crossed=(face, cell))
        if group is None:
            stratum = np.zeros(rows, np.int64) if fake is None else fake.astype(np.int64)
            return cls(None, np.ones(rows), stratum)
        size = np.bincount(group)
        index = group
        if size.size and not size.all():
            renumbered = np.cumsum(size > 0) - 1
            index = renumbered[group].astype(np.int64)
            size = size[size > 0]
        stratum = np.zeros(size.size, np.int64)
        if fake is not None:
            fakes = np.bincount(index[fake], minlength=size.size)
            stratum = (fakes > 0).astype(np.int64) + ((fakes > 0) & (fakes < size))
        return cls(index, size.astype(np.float64), stratum)

    @property
    def count(self) -> int:
        """Number of clusters."""
        return int(self.size.size)

    def sums(self, influence: Floats) -> Floats:
        """Sum of each column over the rows of each cluster: (rows, k) becomes (clusters, k)."""
        if self.index is None:
            return influence
        columns: list[Floats] = [
            np.bincount(self.index, weights=column, minlength=self.count).astype(np.float64) for column in influence.T
        ]
        return np.stack(columns, axis=1)

    @property
    def directions(self) -> tuple[Clusters, ...]:
        """These clusters; and where donors cross them, those by face and those of both together."""
        return (self,) if self.crossed is None else (self, *self.crossed)

    def reached_by(self, chosen: Flags, fake: Flags) -> tuple[Clusters, tuple[Flags, ...]]:
        """The clusters of the chosen rows alone, without their rows, and which of the clusters of each direction they are.

        Args:
            chosen: the rows, shape (rows,).
            fake: whether each row is fake; label patterns are those of the chosen rows.
        """
        parts = [direction._reached_by(chosen, chosen & fake) for direction in self.directions]
        (main, there), *others = parts
        if len(others) == 2 and others[0][0].count != others[1][0].count:
            return replace(main, crossed=(others[0][0], others[1][0])), (there, others[0][1], others[1][1])
        return main, (there,)

    def _reached_by(self, chosen: Flags, fakes: Flags) -> tuple[Clusters, Flags]:
        if self.index is None:
            return Clusters(None, np.ones(int(np.count_nonzero(chosen))), fakes[chosen].astype(np.int64)), chosen
        size = np.asarray(np.bincount(self.index, weights=chosen, minlength=self.count), np.float64)
        fake = np.bincount(self.index, weights=fakes, minlength=self.count)
        there = size > 0
        size, fake = size[there], fake[there]
        stratum = (fake > 0).astype(np.int64) + ((fake > 0) & (fake < size))
        return Clusters(np.empty(0, np.int64), size, stratum), there

    def covariance(self, influence: Floats) -> tuple[Floats, float]:
        """Covariance of k estimates from their influences, shape (rows, k), and its degrees of freedom."""
        return self.combined([clusters.sums(influence) for clusters in self.directions])

    def combined(self, shares: Sequence[Floats]) -> tuple[Floats, float]:
        """Covariance of k estimates over all directions, and its degrees of freedom: the fewer of both directions.

        Args:
            shares: for each of ``directions``, the clusters' shares in the estimates, shape (clusters, k).
        """
        parts = [clusters.covariance_of_shares(s) for clusters, s in zip(self.directions, shares, strict=True)]
        if len(parts) == 1:
            return parts[0]
        return two_way(*(covariance for covariance, _ in parts)), min(df for _, df in parts[:2])

    def covariance_of_shares(self, shares: Floats) -> tuple[Floats, float]:
        """Covariance of k estimates from the clusters' shares in them, shape (clusters, k), and its degrees
        of freedom.

        The degrees of freedom are Satterthwaite's over the strata, with Kish's effective number of clusters
        in each: ten groups of which one holds nine tenths of the videos know the variance no better than one
        or two.
        """
        k = shares.shape[1]
        total = np.zeros((k, k))
        lost = 0.0
        for stratum in (0, 1, 2):
            inside = self.stratum == stratum
            count = int(np.count_nonzero(inside))
            if count == 0:
                continue
            part = shares if count == inside.size else shares[inside]
            if count > 1:
                part = part - part.sum(axis=0) / count
            here = part.T @ part * (count / max(count - 1, 1))
            total += here
            if self.index is not None:
                effective = effective_count(self.size[inside])
                lost += float(np.trace(here)) ** 2 / max(effective - 1.0, 1.0)
        if lost == 0.0:
            return total, math.inf
        return total, max(1.0, float(np.trace(total)) ** 2 / lost)

    def spread(self, influence: Floats) -> Spread:
        """Variance of one estimate from its influences, shape (rows,)."""
        covariance, df = self.covariance(influence[:, None])
        return Spread(float(covariance[0, 0]), df)


def two_way(by_group: Floats, by_face: Floats, by_cell: Floats) -> Floats:
    """Covariance over two directions from those over each and over their cells (Cameron, Gelbach & Miller 2011).

    The sum can be too small, even negative, by chance; the larger of both directions then takes its place.

    >>> two_way(np.array([[3.0]]), np.array([[2.0]]), np.array([[1.0]])).item()
    4.0
    >>> two_way(np.array([[3.0]]), np.array([[2.0]]), np.array([[2.5]])).item()
    3.0
    """
    total = by_group + by_face - by_cell
    larger = by_group if np.trace(by_group) >= np.trace(by_face) else by_face
    if np.trace(total) < np.trace(larger) or np.linalg.eigvalsh(total)[0] < 0:
        return larger
    return total


def effective_count(size: Floats) -> float:
    """Kish's effective number of clusters: as many equal ones would weigh the same.

    >>> effective_count(np.array([5.0, 5.0, 5.0])), effective_count(np.array([8.0, 1.0, 1.0]))
    (3.0, 1.5151515151515151)
    """
    squares = float(size @ size)
    return float(size.sum()) ** 2 / squares if squares else 0.0


def count_groups(group: Grouping | None) -> int | None:
    """Number of different groups in a list of group numbers; ``None`` where groups are not known."""
    return None if group is None else int(np.count_nonzero(np.bincount(groups_of(group))))


def effective_groups(group: Grouping) -> float:
    """Kish's effective number of the groups in a list of group numbers; of the faces, where those are fewer."""
    if isinstance(group, Crossed):
        return min(effective_groups(group.group), effective_groups(group.face))
    return effective_count(np.bincount(group).astype(np.float64))
