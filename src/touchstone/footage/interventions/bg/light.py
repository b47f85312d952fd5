"""Background and lighting: the light on a face comes from elsewhere, is partly blocked, or has another colour."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..intervention import Intervention
from ..light import from_linear, to_linear
from ..region import Patch, change_part

_AMBIENT = 0.35  # share of the light that comes from everywhere
_FEATURE = 0.5  # log light from the middle of a face, beyond which it is not shading
_DAYLIGHT = 1e6 / 6504  # mired of the white that sRGB is made for


def _normals(patch: Patch) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Surface normals of an ellipsoid that fills the face's box and looks at the camera: x right, y down, z to us."""
    u, v = np.broadcast_arrays(patch.u[None, :] * 0.95, patch.v[:, None] * 0.95)
    z = np.sqrt(np.clip(1 - u * u - v * v, 0.02, 1))
    length = np.sqrt(u * u + v * v + z * z)
    return u / length, v / length, z / length


def relight(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Light from ``dose`` degrees beside the camera instead of from the camera: a quotient image on an ellipsoid."""
    turn = np.radians(dose)
    side = rng.uniform(0, 2 * np.pi)
    light = np.array([np.sin(turn) * np.cos(side), np.sin(turn) * np.sin(side), np.cos(turn)])

    def change(frame: NDArray[Any], patch: Patch) -> NDArray[Any]:
        x, y, z = _normals(patch)
        before = _AMBIENT + (1 - _AMBIENT) * z
        after = _AMBIENT + (1 - _AMBIENT) * np.maximum(0, x * light[0] + y * light[1] + z * light[2])
        ratio = (after / before).astype(np.float32)
        # As bright as before on the whole: a camera exposes for the face.
        ratio /= np.average(ratio, weights=patch.weight + np.float32(1e-6))
        return from_linear(to_linear(patch.cut(frame)) * ratio[..., None])

    return change_part(clip, "face", change)


def cast_shadow(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """A soft-edged shadow over one side of the face takes ``dose`` percent of its light."""
    angle = rng.uniform(0, 2 * np.pi)

    def change(frame: NDArray[Any], patch: Patch) -> NDArray[Any]:
        across = patch.u[None, :] * np.cos(angle) + patch.v[:, None] * np.sin(angle)
        shade = 1 - dose / 100 / (1 + np.exp(-across / 0.06))
        return from_linear(to_linear(patch.cut(frame)) * shade[..., None].astype(np.float32))

    return change_part(clip, "face", change)


def _shading(log: NDArray[Any], patch: Patch) -> NDArray[Any]:
    """The part of a face's log light that light alone can explain: harmonics of its normals up to the second order.

    A convex Lambertian surface under any distant light lies near them (Basri & Jacobs 2003). What is much darker or brighter
    than the middle of the face (eyes, brows, hair) counts as a little darker or brighter.
    """
    x, y, z = _normals(patch)
    basis = np.stack([np.ones_like(x), x, y, z, x * y, x * z, y * z, x * x - y * y, 3 * z * z - 1], axis=-1).reshape(
        -1, 9
    )
    weight = patch.weight.ravel()
    middle = np.median(log[patch.weight > 0.5]) if (patch.weight > 0.5).any() else log.mean()
    values = np.clip(log.ravel(), middle - _FEATURE, middle + _FEATURE)
    weighted = basis * weight[:, None]
    # A little is added to the diagonal: a face of a few pixels, or a part of one, does not determine nine numbers.
    gram = weighted.T @ basis + 1e-4 * weight.sum() * np.eye(9)
    fitted = basis @ np.linalg.solve(gram, weighted.T @ values)
    return fitted.reshape(log.shape)


def remove_shadow(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Flatten ``dose`` percent of the shading of the face."""

    def change(frame: NDArray[np.uint8], patch: Patch) -> NDArray[Any]:
        linear = to_linear(patch.cut(frame))
        shading = _shading(np.log(linear.mean(axis=-1) + 0.01).astype(np.float64), patch)
        level = np.average(shading, weights=patch.weight + 1e-6)
        ratio = np.exp(dose / 100 * (level - shading))
        return from_linear(linear * ratio[..., None].astype(np.float32))

    return change_part(clip, "face", change)


def white_of(mired: float) -> NDArray[Any]:
    """Linear sRGB of a black body, green 1; ``mired`` = 1e6 / kelvin, within 25,000 to 1,667 K.

    Cubic approximation of the Planckian locus by Kim et al. (US patent 7024034, 2002).
    """
    kelvin = float(np.clip(1e6 / max(mired, 1e-6), 1667, 25_000))
    t = 1e3 / kelvin
    if kelvin <= 4000:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
        if kelvin <= 2222:
            y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
        else:
            y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    xyz = np.array([x / y, 1.0, (1 - x - y) / y])
    matrix = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
    rgb = np.maximum(matrix @ xyz, 1e-3)
    return rgb / rgb[1]


def color_temperature(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """The face's light is ``dose`` mired warmer (colder where negative); von Kries scaling, luminance kept."""
    gain = white_of(_DAYLIGHT + dose) / white_of(_DAYLIGHT)
    gain /= gain @ np.array([0.2126, 0.7152, 0.0722])

    part = gain.astype(np.float32)
    return change_part(clip, "face", lambda frame, patch: from_linear(to_linear(patch.cut(frame)) * part))


INTERVENTIONS = (
    Intervention(name="relight", domain="bg", unit="°", doses=(20, 40, 70), limits=(0, 90), region="face",
        change=relight, meaning="the face is lit from this far beside the camera, against the rest of the scene",
        source="Lambertian quotient image (Shashua & Riklin-Raviv 2001) on an ellipsoid, 35 % ambient light"),
    Intervention(name="cast_shadow", domain="bg", unit="%", doses=(20, 40, 65), limits=(0, 95), region="face",
        change=cast_shadow, meaning="a shadow with a soft edge takes this share of the light from one side of the face",
        source="attenuation in linear light"),
    Intervention(name="remove_shadow", domain="bg", unit="%", doses=(30, 60, 95), limits=(0, 100), region="face",
        change=remove_shadow, meaning="this share of the face's shading is flattened, as if lit from all sides",
        source="harmonics of a convex Lambertian surface (Basri & Jacobs 2003), fitted to log light"),
    Intervention(name="color_temperature", domain="bg", unit="mired", doses=(20, 45, 90), limits=(-110, 400),
        region="face", change=color_temperature,
        meaning="the light on the face is this much warmer than the rest of the scene",
        source="Planckian locus of Kim et al. (2002), von Kries scaling"),
)  # fmt: skip
