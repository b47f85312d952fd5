"""Parameters that no input can train: their gradients are zero, with the weights of the file and with fresh ones."""

from __future__ import annotations

import polars as pl

ZERO = 1e-8
"""Gradient, over the network's largest, that counts as zero: rounding in float32 leaves 1e-10 where the exact one is 0."""

KEY = ("tensor", "block")


def unreachable(tensors: pl.DataFrame) -> pl.DataFrame:
    """Name and block of what cannot be trained; a tensor of which all blocks are dead is listed with a null block as well.

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
    return pl.concat([weights.select(KEY), biases.select(KEY)])
