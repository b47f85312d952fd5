"""A component that contributes nothing: what it is multiplied by is zero, or its weights decayed. Suspected without footage."""

from __future__ import annotations

from touchstone.conclusions.examination import DECAYED, DECAYED_SCALE, SilentPart

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding


def dead_component(of: OfWeights) -> Finding | None:
    """Weights show that little can pass; only scores with the component taken out show that nothing does."""
    parts = of.weights.silent
    if not parts:
        return None
    more = f" and {len(parts) - 4} more" if len(parts) > 4 else ""
    listed = ", ".join(part.name.removesuffix(".") for part in parts[:4]) + more
    return CAUSE.finding(
        of.detector.name,
        "suspected",
        [_evidence(part) for part in parts[:4]],
        f"compare scores with and without {listed}; where they are equal, take it out, or train it again with less weight decay "
        "and with a scale that does not start at 0",
    )


def _evidence(part: SilentPart) -> Evidence:
    usual = "" if part.usual is None else f", that of the others {part.usual:.3g} (median)"
    if part.kind == "scale":
        return Evidence.fact(
            f"{part.name} scales what its layer passes on by at most {part.largest:.3g}{usual}: below {DECAYED_SCALE:g} nothing "
            "of it is left",
            "tensors: low, high",
            part.largest,
            1,
        )
    layers = "its weight tensor" if part.tensors == 1 else f"each of its {part.tensors} weight tensors"
    return Evidence.fact(
        f"{part.name.removesuffix('.')}: {layers} multiplies its input by at most {part.largest:.3g}{usual}: less than "
        f"{DECAYED:g} times as much",
        "tensors: mean, std",
        part.largest,
        part.tensors,
    )


CAUSE = Cause(
    code="structure.dead_component",
    kind="root",
    severity="moderate",
    meaning="a component that contributes nothing",
    needs=("tensors",),
    topic="architecture",
    done="no scale is zero, and no branch has weights a thousand times smaller than those of the others",
    of_weights=dead_component,
)
