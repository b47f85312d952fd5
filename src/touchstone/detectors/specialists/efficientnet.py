"""Recognise an EfficientNet by its names and shapes: its variant, and the library whose names it has.

Three libraries give one network three sets of names. Behind prefixes and with any head it is still recognised: by how many
values its kernels hold, which no two variants share.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from touchstone.detectors.checkpoints import sizes

_Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EfficientNet:
    """What was recognised.

    Attributes:
        variant: ``EfficientNet-B4``, ``EfficientNetV2-S`` …
        library: whose names it has: ``torchvision``, ``timm`` or ``efficientnet_pytorch``.
        prefix: what comes before these names; empty, or ending with a dot.
        outputs: outputs of its head under the library's name; ``None`` where it has no such head.
        others: tensors outside it.
    """

    variant: str
    library: str
    prefix: str
    outputs: int | None
    others: tuple[str, ...]

    def __str__(self) -> str:
        """What it is, in one line."""
        where = f" behind {self.prefix!r}" if self.prefix else ""
        outputs = "1 output" if self.outputs == 1 else f"{self.outputs or 0:,} outputs"
        head = "no head of its own" if self.outputs is None else outputs
        return f"{self.variant} under the names of {self.library}{where}, {head}"

    @property
    def advice(self) -> str:
        """What can be done with it here."""
        return (
            "no kind of detector builds this network from its tensors; export it to ONNX, and give that file as "
            'onnx = "FILE.onnx" in detectors.toml'
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """How a library names the parts: patterns that a whole name matches behind its prefix."""

    stem: str
    body: str
    norms: str
    head: str


_LIBRARIES = {
    "torchvision": _Names(
        stem=r"features\.0\.0\.weight", body=r"features\..+", norms=r"features\.0\.1\..+", head=r"classifier\.1\.(weight|bias)"
    ),
    "timm": _Names(
        stem=r"conv_stem\.weight", body=r"(blocks|conv_head)\..+", norms=r"bn[12]\..+", head=r"classifier\.(weight|bias)"
    ),
    "efficientnet_pytorch": _Names(
        stem=r"_conv_stem\.weight", body=r"(_blocks|_conv_head)\..+", norms=r"_bn[01]\..+", head=r"_fc\.(weight|bias)"
    ),
}  # fmt: skip

# Values in all kernels behind the first convolution, whose inputs may be other than three channels. Counted on the networks of
# torchvision 0.29, timm 1.0.31 and efficientnet_pytorch 0.7.1, where no two variants share a number, nor does any MobileNet.
_VARIANTS = {
    3_955_328: "EfficientNet-B0", 6_436_112: "EfficientNet-B1", 7_617_152: "EfficientNet-B2", 10_587_776: "EfficientNet-B3",
    17_393_080: "EfficientNet-B4", 28_126_432: "EfficientNet-B5", 40_457_160: "EfficientNet-B6",
    63_401_312: "EfficientNet-B7", 84_124_456: "EfficientNet-B8", 473_450_928: "EfficientNet-L2",
    3_328_128: "EfficientNet-Lite0", 4_081_152: "EfficientNet-Lite1", 4_752_112: "EfficientNet-Lite2",
    6_838_560: "EfficientNet-Lite3", 11_612_336: "EfficientNet-Lite4",
    4_105_088: "EfficientNet-EdgeTPU-S", 5_549_824: "EfficientNet-EdgeTPU-M", 8_959_424: "EfficientNet-EdgeTPU-L",
    19_987_776: "EfficientNetV2-S", 52_497_856: "EfficientNetV2-M", 116_601_280: "EfficientNetV2-L",
    205_878_272: "EfficientNetV2-XL", 5_783_712: "EfficientNetV2-B0", 6_772_288: "EfficientNetV2-B1",
    8_585_520: "EfficientNetV2-B2", 12_686_368: "EfficientNetV2-B3",
}  # fmt: skip


def recognise_efficientnet(state: Mapping[str, Tensor]) -> EfficientNet | None:
    """The EfficientNet that a state dict holds; ``None`` where it holds none whose variant is in the list."""
    shapes = {name: sizes(tensor) for name, tensor in state.items()}
    for library, names in _LIBRARIES.items():
        for prefix in _prefixes(shapes, names.stem):
            variant = _VARIANTS.get(_kernel_values(shapes, prefix, names))
            if variant is not None:
                return _described(shapes, prefix, library, variant)
    return None


def _prefixes(shapes: Mapping[str, _Shape], stem: str) -> list[str]:
    """What comes before the name of the first convolution, wherever there is one."""
    pattern = re.compile(rf"(|.*\.){stem}")
    matches = (pattern.fullmatch(name) for name in shapes)
    return [match[1] for match in matches if match is not None]


def _kernel_values(shapes: Mapping[str, _Shape], prefix: str, names: _Names) -> int:
    body, stem = re.compile(re.escape(prefix) + names.body), re.compile(re.escape(prefix) + names.stem)
    kernels = (n for n, shape in shapes.items() if len(shape) == 4 and body.fullmatch(n) and not stem.fullmatch(n))
    return sum(math.prod(shapes[name]) for name in kernels)


def _described(shapes: Mapping[str, _Shape], prefix: str, library: str, variant: str) -> EfficientNet:
    names = _LIBRARIES[library]
    parts = re.compile(re.escape(prefix) + f"(?:{names.stem}|{names.norms}|{names.body}|{names.head})")
    head = [shapes[n] for n in shapes if re.fullmatch(re.escape(prefix) + names.head, n)]
    return EfficientNet(
        variant=variant, library=library, prefix=prefix, outputs=head[0][0] if head and head[0] else None,
        others=tuple(name for name in shapes if parts.fullmatch(name) is None),
    )  # fmt: skip
