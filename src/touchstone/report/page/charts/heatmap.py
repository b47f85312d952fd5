"""Thresholds from data set to data set as a square of coloured cells."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.metrics import SIGNIFICANT, Transfer

from ...numbers import percent

_CELL, _HIGH, _LEFT, _TOP = 62, 34, 96, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One cell: its position, how dark it is, its text, and whether its loss is beyond chance."""

    x: float
    y: float
    width: float = _CELL - 3
    height: float = _HIGH - 3
    opacity: float
    text: str
    tip: str
    diagonal: bool
    distinct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heatmap:
    """All cells, the names along both sides (text, x, y), and the same in words."""

    width: int
    height: int
    left: int = _LEFT
    top: int = _TOP
    rows: tuple[tuple[str, float, float], ...]
    columns: tuple[tuple[str, float, float], ...]
    cells: tuple[HeatCell, ...]
    summary: str


def heatmap(transfer: Transfer) -> Heatmap:
    """Balanced accuracy on every data set (columns) with the threshold of every data set (rows).

    On the diagonal, thresholds are fitted on other groups of the same data set.
    """
    count = len(transfer.parts)
    cells: list[HeatCell] = []
    for i, fitted in enumerate(transfer.parts):
        for j, judged in enumerate(transfer.parts):
            cell = transfer.cell(fitted.name, judged.name)
            shown = judged.own_balanced_accuracy if cell is None else cell.balanced_accuracy
            p = cell.loss.p_adjusted if cell is not None else None
            distinct = p is not None and p <= SIGNIFICANT and cell is not None and (cell.loss.estimate.value or 0) > 0
            where = "thresholds fitted on its other groups" if cell is None else f"threshold of {fitted.name}"
            lost = f"; loss against its own held-out thresholds: {cell.loss}" if cell is not None else ""
            value = shown.value if shown.value is not None else 0.5
            cells.append(
                HeatCell(
                    x=_LEFT + j * _CELL,
                    y=_TOP + i * _HIGH,
                    opacity=round(0.65 * min(1.0, max(0.0, 2 * value - 1)), 2),
                    text=percent(shown, interval=False),
                    tip=f"{judged.name}, {where}: balanced accuracy {percent(shown)}{lost}",
                    diagonal=cell is None,
                    distinct=distinct,
                )
            )
    return Heatmap(
        width=_LEFT + count * _CELL + 4,
        height=_TOP + count * _HIGH + 4,
        rows=tuple((p.name, _LEFT - 6, _TOP + i * _HIGH + _HIGH / 2 + 2) for i, p in enumerate(transfer.parts)),
        columns=tuple((p.name, _LEFT + i * _CELL + _CELL / 2, _TOP - 8) for i, p in enumerate(transfer.parts)),
        cells=tuple(cells),
        summary="; ".join(cell.tip for cell in cells),
    )
