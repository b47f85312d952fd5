"""Kind *specialist*: the six specialists, the older temporal model, and the reference specialists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from pydantic import ValidationInfo, field_validator, model_validator

from touchstone.detectors.detector import Detector, DetectorCard
from touchstone.detectors.keys import LAYOUTS, REFERENCE_KEYS, REFERENCE_PREFIX, domain_of, shipped_weights
from touchstone.footage.corpus import readable
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import CheckpointError, UsageError
from touchstone.vocabulary.words import near

from .kind import FileSetting, Keep, Kind, Settings, WordSetting, content, forget, stamp

if TYPE_CHECKING:
    import torch

_SUFFIXES = (".pt", ".pth", ".safetensors", ".bin", ".ckpt")


class SpecialistSettings(Settings):
    """A network of the package, and the file of its weights.

    Attributes:
        specialist: key of its network: ``bg av cm rr ll tm tm_legacy``, or ``reference:bg`` … for a reference specialist.
        checkpoint: file of its weights; of a reference specialist by default those that come with the package.
        state: which state of the file, where it holds several: its name, or a part of it, for instance ``ema``.
        rename: ``by order`` for a file with the shapes of the network in equal order and other names.
    """

    specialist: WordSetting
    checkpoint: FileSetting | None = None
    state: WordSetting | None = None
    rename: Literal["by order"] | None = None

    @field_validator("specialist")
    @classmethod
    def _is_known(cls, key: str) -> str:
        keys = (*LAYOUTS, *REFERENCE_KEYS)
        if key not in keys:
            raise ValueError(f"names the unknown specialist {key!r}{near(key, keys)}")
        return key

    @model_validator(mode="after")
    def _has_weights(self, _: ValidationInfo) -> Self:
        if self.checkpoint is None and not self.reference:
            raise ValueError('needs checkpoint = "…"')
        if self.reference and (self.state or self.rename):
            raise ValueError("is a reference specialist, whose files hold one state; remove state and rename")
        return self

    @property
    def reference(self) -> bool:
        """Whether it is a reference specialist."""
        return self.specialist.startswith(REFERENCE_PREFIX)

    @property
    def weights(self) -> Path:
        """File of its weights."""
        return self.checkpoint or shipped_weights(domain_of(self.specialist))

    @property
    def shown_path(self) -> Path:
        """The file as it is named to readers: weights that come with the package have the same name on every machine."""
        if self.reference and self.weights == shipped_weights(domain_of(self.specialist)):
            package = next(folder for folder in self.weights.parents if folder.name == "touchstone")
            return self.weights.relative_to(package.parent)
        return self.weights


class SpecialistKind(Kind[SpecialistSettings]):
    """Networks that the package builds itself; of a file only tensors are read, and nothing in it is run."""

    name = "specialist"
    description = "one of the package's networks, with the weights of a checkpoint"
    settings = SpecialistSettings
    files = (
        "its files must begin with a specialist's key, for instance cm_model.pt "
        f"(keys: {', '.join(LAYOUTS)})"
    )  # fmt: skip

    def card(self, name: str, settings: SpecialistSettings) -> DetectorCard:
        """Kind ``reference`` for a reference specialist, otherwise ``specialist``."""
        kind, domain = "reference" if settings.reference else "specialist", domain_of(settings.specialist)
        return DetectorCard(name=name, kind=kind, domain=domain, path=readable(settings.shown_path))

    def load(self, settings: SpecialistSettings, name: str, device: torch.device, keep: Keep) -> Detector:
        """Read the checkpoint, keep what its tensors tell, and build its network; or take both from an earlier run."""
        from touchstone.detectors.isolation import Meant, measured_file
        from touchstone.detectors.reference import ReferenceDetector, load_reference, reference_key
        from touchstone.detectors.specialists import SpecialistDetector, folded, folded_before, load_specialist

        meant = Meant(key=settings.specialist, state=settings.state, rename=settings.rename)
        card, chosen = self.card(name, settings), (settings.state, settings.rename)
        file = measured_file(settings.weights, None if keep is forget else name, meant)
        if not settings.reference and (ready := folded_before(settings.specialist, file.sha256, *chosen)) is not None:
            keep(file.tensors)
            return SpecialistDetector(card, ready, device)
        checkpoint = file.checkpoint()
        keep(file.tensors)
        if settings.reference:
            return ReferenceDetector(card, load_reference(checkpoint, domain_of(settings.specialist)), device)
        if (key := reference_key(checkpoint)) is not None:
            raise CheckpointError(
                f'{checkpoint.path.name} holds the reference specialist {key}: write specialist = "{REFERENCE_PREFIX}{key}"'
            )
        return SpecialistDetector(card, folded(load_specialist(checkpoint, settings.specialist), *chosen), device)

    def fingerprint(self, settings: SpecialistSettings) -> dict[str, str]:
        """The network, and its file.

        Reference specialists are small, and those of the package get another time of change whenever it is installed:
        their content counts.
        """
        file = content(settings.weights) if settings.reference else stamp(settings.weights)
        chosen = {"state": settings.state, "rename": settings.rename}
        return {"specialist": settings.specialist, "checkpoint": file} | {
            n: v for n, v in chosen.items() if v is not None
        }

    def find(self, folder: Path) -> dict[str, SpecialistSettings]:
        """Every file ``KEY.pt``, ``KEY_anything.pt`` or ``KEY-anything.safetensors`` … is the specialist KEY.

        One whose metadata says that it holds a reference specialist is ``reference:KEY``.
        """
        files: dict[str, Path] = {}
        for path in sorted(folder.iterdir()):
            key = _key(path.stem) if path.suffix.lower() in _SUFFIXES else None
            if key is None:
                continue
            if key in files:
                raise UsageError(
                    f"{folder}: {files[key].name} and {path.name} are both for {key}; "
                    "list the one you mean in a detectors.toml, where two names may share a specialist"
                )
            files[key] = path
        return {
            key: SpecialistSettings(specialist=_network(key, files[key]), checkpoint=files[key])
            for key in LAYOUTS
            if key in files
        }


def _network(key: str, path: Path) -> str:
    from touchstone.detectors.reference import reference_key

    return f"{REFERENCE_PREFIX}{key}" if key in DOMAINS and reference_key(path) is not None else key


def _key(stem: str) -> str | None:
    name = stem.lower()
    for key in sorted(LAYOUTS, key=len, reverse=True):
        if name == key or name.startswith((f"{key}_", f"{key}-", f"{key}.")):
            return key
    return None


KIND = SpecialistKind()
