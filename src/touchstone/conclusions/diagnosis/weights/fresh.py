"""``weights.untrained`` and the parts of ``weights.partial_load`` that look fresh: what never learned, and how one knows."""

from __future__ import annotations

import polars as pl

from ..build import finding
from ..finding import Evidence, Finding, Verdict
from .fresh_parts import FEWEST_VALUES, FITS_NOISE, VERY_UNLIKELY, FreshPart, Units, everything, parts

_FEWEST_TENSORS = 3
_USUAL_FIT = 0.01
_SYMPTOMS = ("scores.no_signal", "scores.constant")


def diagnose_fresh(name: str, tensors: pl.DataFrame, unreachable: pl.DataFrame) -> list[Finding | None]:
    """Parts that are indistinguishable from independent noise, and normalisations that never saw a batch.

    A part beside trained ones whose batch normalisations never saw a batch was never in the network that was trained: it was
    not loaded. One whose normalisations did was in it, and did not learn.

    Args:
        name: of the detector.
        tensors: its rows of the ``tensors`` table.
        unreachable: those that no input can train; that they look fresh is no news.
    """
    units = Units.of(tensors, unreachable)
    if not units.names:
        return []
    norms = _norms(tensors)
    whole = everything(units)
    if whole is not None:
        return [_untrained(name, [whole], tensors, units, norms)]
    untrained = parts(units, set(tensors["tensor"].to_list()))
    seen_elsewhere = bool((~norms["fresh"]).any())
    absent = [p for p in untrained if seen_elsewhere and _never_saw(norms, p)]
    idle = [p for p in untrained if p not in absent]
    lone = norms.filter(pl.col("fresh")) if seen_elsewhere and not absent else norms.clear()
    findings: list[Finding | None] = []
    if absent or lone.height:
        findings.append(_partial(name, absent, tensors, units, norms if absent else lone))
    if idle:
        findings.append(_untrained(name, idle, tensors, units, norms))
    return findings


def _norms(tensors: pl.DataFrame) -> pl.DataFrame:
    """One row per batch normalisation: its layer, whether its statistics are as they were made, its count of batches."""
    layer = pl.col("tensor").str.replace(r"\.?[^.]+$", "").alias("layer")
    last = pl.col("tensor").str.split(".").list.last()
    means, spreads, counts = (
        tensors.filter(pl.col("block").is_null(), last == kind).select(layer, "low", "high")
        for kind in ("running_mean", "running_var", "num_batches_tracked")
    )
    joined = means.join(spreads, on="layer", suffix="_var").join(
        counts.select("layer", count="low"), on="layer", how="left"
    )
    untouched = (pl.col("low") == 0) & (pl.col("high") == 0) & (pl.col("low_var") == 1) & (pl.col("high_var") == 1)
    return joined.select("layer", "count", fresh=untouched.fill_null(value=False) & (pl.col("count").fill_null(0) == 0))


def _never_saw(norms: pl.DataFrame, part: FreshPart) -> bool:
    of_part = norms.filter((pl.col("layer") + ".").str.starts_with(part.name))
    return of_part.height > 0 and bool(of_part["fresh"].all())


def _partial(name: str, absent: list[FreshPart], tensors: pl.DataFrame, units: Units, norms: pl.DataFrame) -> Finding:
    fresh = norms.filter(pl.col("fresh"))
    evidence = [
        Evidence.fact(
            f"{fresh.height} batch normalisations never saw a batch (running mean 0, variance 1, counter 0 or "
            f"absent) while others did, the first {fresh['layer'][0]}",
            "tensors: running_mean, running_var, num_batches_tracked",
            fresh.height,
            fresh.height,
        ),
        *(e for part in absent for e in _of_part(part, tensors, units)),
    ]
    where = ", ".join(p.name.removesuffix(".") for p in absent) or str(fresh["layer"][0])
    return finding(
        "weights.partial_load",
        name,
        "confirmed" if absent else "suspected",
        evidence[:8],
        f"load every tensor strictly and save again: {where} was never part of the network that was trained",
        explains=_SYMPTOMS,
    )


def _untrained(
    name: str, untrained: list[FreshPart], tensors: pl.DataFrame, units: Units, norms: pl.DataFrame
) -> Finding:
    whole = next((p for p in untrained if not p.name), None)
    floats = tensors.filter(pl.col("block").is_null(), pl.col("dtype").str.contains("float"))
    share = sum(_size(floats, p) for p in untrained) / max(int(floats["elements"].sum()), 1)
    if whole is not None:
        where = "everything"
        components = ", ".join(sorted({n.split(".")[0] for n in whole.tensors}))
        opening = f"all of the file looks like independent noise ({components}): {share:.0%} of its values"
    else:
        where = ", ".join(p.name.removesuffix(".") for p in untrained)
        opening = f"{where} look{'s' if len(untrained) == 1 else ''} like independent noise: {share:.1%} of all values"
    evidence = [Evidence.fact(opening, "tensors", share, len(units.names))]
    evidence += [e for part in untrained for e in _of_part(part, tensors, units)]
    if norms.height and whole is not None:
        fresh = int(norms["fresh"].sum())
        statement = f"{fresh} of {norms.height} batch normalisations never saw a batch"
        evidence.append(Evidence.fact(statement, "tensors: running statistics and counters", fresh, norms.height))
    learn = "the network" if whole is not None else where
    return finding(
        "weights.untrained",
        name,
        max((_verdict(p) for p in untrained), key=lambda v: v == "confirmed"),
        evidence[:8],
        f"train {learn}, or give the file that was written after training: check that it was loaded before training, "
        "that its parameters reached the optimiser, and that the last checkpoint was saved",
        explains=_SYMPTOMS,
    )


def _verdict(part: FreshPart) -> Verdict:
    """Spectrum and patterns are two different measurements; both must have had enough to see a trained part by."""
    seen = part.values >= FEWEST_VALUES and min(part.spectrum_p, part.pattern_p) > FITS_NOISE
    if part.chance is None:
        return "confirmed" if seen and len(part.tensors) >= _FEWEST_TENSORS else "suspected"
    return "confirmed" if seen and part.chance <= VERY_UNLIKELY else "suspected"


def _of_part(part: FreshPart, tensors: pl.DataFrame, units: Units) -> list[Evidence]:
    """What the part shows: spectrum, patterns, distribution of the values, what was never touched, siblings."""
    name, count = part.name.removesuffix(".") or "all of it", len(part.tensors)
    rows = units.frame.filter(pl.col("tensor").is_in(part.tensors))
    evidence = [
        Evidence.fact(
            f"{name}: no singular value of its {count} weight tensors stands out of independent values "
            f"(combined p = {part.spectrum_p:.2g}; the largest is {rows['edge'].max():.3g} times the edge of Marchenko "
            "and Pastur)",
            "tensors: spectrum_p, against shuffled copies; Fisher's combination",
            part.spectrum_p,
            count,
        ),
        Evidence.fact(
            f"{name}: rows, channels and kernels are as even as in shuffled copies (combined p = {part.pattern_p:.2g})",
            "tensors: pattern_p, against shuffled copies; Fisher's combination",
            part.pattern_p,
            count,
        ),
    ]
    if part.chance is not None:
        evidence.append(
            Evidence.fact(
                f"{name}: {part.siblings_structured} of {part.siblings} weight tensors elsewhere in the file show what "
                f"training leaves; a part trained like them would show none with probability {part.chance:.2g}",
                "tensors: siblings of comparable size",
                part.chance,
                part.siblings,
            )
        )
    usual = rows.filter((pl.col("family") == "orthogonal") | (pl.col("family_p") > _USUAL_FIT))
    if usual.height:
        kinds = ", ".join(f"{n} {kind}" for kind, n in usual["family"].value_counts(sort=True).iter_rows())
        statement = (
            f"{name}: values follow the distributions that initialisations draw from ({kinds}, of {rows.height})"
        )
        evidence.append(Evidence.fact(statement, "tensors: family", usual.height, rows.height))
    still = tensors.filter(
        pl.col("tensor").str.starts_with(part.name),
        pl.col("tensor").str.ends_with(".bias"),
        pl.col("elements") > 1,
        pl.col("zeros") == pl.col("elements"),
    )
    if still.height:
        statement = f"{name}: {still.height} biases are exactly 0, as initialisations leave them"
        evidence.append(Evidence.fact(statement, "tensors: zeros", still.height, still.height))
    return evidence


def _size(floats: pl.DataFrame, part: FreshPart) -> int:
    return int(floats.filter(pl.col("tensor").str.starts_with(part.name))["elements"].sum())
