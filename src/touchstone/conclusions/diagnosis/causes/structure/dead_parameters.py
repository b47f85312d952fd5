"""Parameters that no input can train: their gradients are zero, with the weights of the file and with fresh ones."""

from __future__ import annotations

import polars as pl

from touchstone.conclusions.examination import KEY

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding


def dead_parameters(of: OfWeights) -> Finding | None:
    """How many they are, which, and what share of all parameters."""
    tensors = of.weights.tensors
    rows = tensors.join(of.weights.unreachable, on=list(KEY), how="semi", nulls_equal=True)
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
    alive = alive.join(rows, on=list(KEY), how="anti", nulls_equal=True)
    evidence = [
        Evidence.fact(
            f"{count} of {total} parameters ({count / total:.0%}) get no gradient, neither on noise nor on "
            f"smooth pictures: {listed}",
            "tensors: gradient, evaluation mode, weights of the file",
            count / total,
            total,
        ),
        Evidence.fact(
            "with fresh random weights they get none either, in evaluation and in training mode (at most "
            f"{rows['gradient_fresh'].max():.1g} of the network's largest gradient)",
            "tensors: gradient_fresh",
            float(str(rows["gradient_fresh"].max())),
            rows.height,
        ),
    ]
    alive = alive.filter(~pl.col("tensor").is_in(gone))
    if alive.height:
        evidence.append(
            Evidence.fact(
                "with the same fresh weights, the largest gradient in the other rows of these tensors, over the network's "
                f"largest, is {alive['gradient_fresh'].max():.1g}",
                "tensors: gradient_fresh by row block",
                float(str(alive["gradient_fresh"].max())),
                alive.height,
            )
        )
    return CAUSE.finding(
        of.detector.name,
        "confirmed",
        evidence,
        f"leave {listed} out of the next network, or, where it is an attention layer, give it more than one token: "
        f"{count} parameters take memory and disk space, and training cannot change them",
        exact=True,
    )


CAUSE = Cause(
    code="structure.dead_parameters",
    kind="info",
    severity="minor",
    meaning="parameters that no input can train",
    needs=("tensors",),
    topic="architecture",
    phase=4,
    done="every weight tensor gets a gradient on noise or on smooth pictures",
    of_weights=dead_parameters,
)
