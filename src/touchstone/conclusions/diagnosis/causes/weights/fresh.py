"""Evidence that a part of a network is as it was before training, for the causes that rest on it."""

from __future__ import annotations

import polars as pl

from touchstone.conclusions.examination import USUAL_FIT, FreshPart, WeightsExamination

from ...finding import Evidence


def of_part(part: FreshPart, weights: WeightsExamination) -> list[Evidence]:
    """What the part shows: spectrum, patterns, the other weight tensors, distribution of the values, biases still at 0."""
    name, count = part.name.removesuffix(".") or "all of it", len(part.tensors)
    tensors = weights.tensors
    rows = weights.units.frame.filter(pl.col("tensor").is_in(part.tensors))
    evidence = [
        Evidence.fact(
            f"{name}: no singular value of its weight tensors ({count}) is larger than in random noise "
            f"(combined p = {part.spectrum_p:.2g}; the largest is {rows['edge'].max():.3g} times the Marchenko–Pastur "
            "edge, where random noise ends)",
            "tensors: spectrum_p, against shuffled copies; Fisher's combination",
            part.spectrum_p,
            count,
        ),
        Evidence.fact(
            f"{name}: its rows, channels and kernels show no more pattern than those of shuffled copies "
            f"(combined p = {part.pattern_p:.2g})",
            "tensors: pattern_p, against shuffled copies; Fisher's combination",
            part.pattern_p,
            count,
        ),
    ]
    if part.chance is not None:
        evidence.append(
            Evidence.fact(
                f"{name}: {part.siblings_structured} of {part.siblings} weight tensors elsewhere in the file show traces "
                f"of training; a part trained like them would show none with probability {part.chance:.2g}",
                "tensors: siblings of comparable size",
                part.chance,
                part.siblings,
            )
        )
    usual = rows.filter((pl.col("family") == "orthogonal") | (pl.col("family_p") > USUAL_FIT))
    if usual.height:
        kinds = ", ".join(f"{n} {kind}" for kind, n in usual["family"].value_counts(sort=True).iter_rows())
        statement = (
            f"{name}: the values follow distributions that usual initialisations draw from ({kinds}; weight tensors in all: "
            f"{rows.height})"
        )
        evidence.append(Evidence.fact(statement, "tensors: family", usual.height, rows.height))
    if part.but:
        statement = (
            f"{len(part.but)} weight tensors with structure are left out, as filters that were set by hand would be: "
            f"{', '.join(part.but[:3])}"
        )
        evidence.append(Evidence.fact(statement, "tensors: spectrum_p, pattern_p", len(part.but), count))
    still = tensors.filter(
        pl.col("tensor").str.starts_with(part.name),
        pl.col("tensor").str.ends_with(".bias"),
        pl.col("elements") > 1,
        pl.col("zeros") == pl.col("elements"),
    )
    if still.height:
        statement = f"{name}: bias tensors that hold only zeros: {still.height}; initialisations leave them so"
        evidence.append(Evidence.fact(statement, "tensors: zeros", still.height, still.height))
    return evidence
