"""Parameters that no input can train: gradients that are zero on mixed batches, with given and with fresh weights."""

from __future__ import annotations

import polars as pl

from ..build import finding
from ..finding import Evidence, Finding

ZERO = 1e-8
"""Gradient, over the network's largest, that counts as zero: rounding in float32 leaves 1e-10 where the exact one is 0."""

_KEY = ("tensor", "block")


def dead(tensors: pl.DataFrame) -> pl.DataFrame:
    """Name and block of what cannot be trained; a tensor of which all blocks are dead stands with a null block as well.

    Weights count where their gradient is zero in evaluation mode with the given weights (where those give finite answers) and
    in both modes with fresh ones. Tensors of one axis count only beside a dead weight of the same layer and block: a bias
    before a batch normalisation in training mode, or of the keys of an attention, is without effect by the design of a network
    that learns all the same.
    """
    measured = tensors.filter(pl.col("gradient_fresh").is_not_null())
    silent = measured.filter(pl.col("gradient_fresh") <= ZERO, pl.col("gradient").fill_null(0.0) <= ZERO)
    layer = pl.col("tensor").str.replace(r"_?(weight|bias)$", "")
    many = pl.col("shape").list.len() >= 2
    weights = silent.filter(many).with_columns(layer=layer)
    biases = silent.filter(~many).with_columns(layer=layer)
    biases = biases.join(weights.select("layer", "block"), on=["layer", "block"], how="semi", nulls_equal=True)
    return pl.concat([weights.select(_KEY), biases.select(_KEY)])


def diagnose_dead(name: str, tensors: pl.DataFrame, unreachable: pl.DataFrame) -> Finding | None:
    """``structure.dead_parameters``: how many, which, and what share of all."""
    rows = tensors.join(unreachable, on=list(_KEY), how="semi", nulls_equal=True)
    # A block of a tensor that is dead as a whole must not be counted twice.
    gone = rows.filter(pl.col("block").is_null())["tensor"].to_list()
    rows = rows.filter(pl.col("block").is_null() | ~pl.col("tensor").is_in(gone))
    if not rows.height:
        return None
    count = int(rows["elements"].sum())
    total = int(tensors.filter(pl.col("gradient_fresh").is_not_null(), pl.col("block").is_null())["elements"].sum())
    parts = [
        f"{tensor} ({', '.join(b for b in blocks if b)})" if any(blocks) else tensor
        for tensor, blocks in rows.group_by("tensor", maintain_order=True).agg("block").iter_rows()
    ]
    listed = ", ".join(parts[:4]) + (f" and {len(parts) - 4} more" if len(parts) > 4 else "")
    alive = tensors.filter(pl.col("tensor").is_in(rows["tensor"].unique().to_list()), pl.col("block").is_not_null())
    alive = alive.join(rows, on=list(_KEY), how="anti", nulls_equal=True)
    evidence = [
        Evidence.fact(
            f"{count} of {total} parameters ({count / total:.0%}) get no gradient on noise and on smooth "
            f"pictures: {listed}",
            "tensors: gradient, evaluation mode, weights of the file",
            count / total,
            total,
        ),
        Evidence.fact(
            "with fresh random weights, in evaluation and in training mode, they get none either (largest "
            f"{rows['gradient_fresh'].max():.1g} of the network's largest)",
            "tensors: gradient_fresh",
            float(str(rows["gradient_fresh"].max())),
            rows.height,
        ),
    ]
    if alive.height:
        evidence.append(
            Evidence.fact(
                f"the other rows of the same tensors get {alive['gradient_fresh'].max():.1g}",
                "tensors: gradient_fresh by row block",
                float(str(alive["gradient_fresh"].max())),
                alive.height,
            )
        )
    return finding(
        "structure.dead_parameters",
        name,
        "confirmed",
        evidence,
        f"leave {listed} out of the next network, or give that layer more than one token to weigh: "
        f"{count} parameters take memory and disk, and no training can move them",
        exact=True,
    )
