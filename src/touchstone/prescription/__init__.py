"""What to do: priorities, advice, ensemble, roadmap, each with the evidence that it stands on."""

from ._advice import Advice, DetectorPrescription, Phase, Priority, Task
from ._ensemble import EnsembleAdvice, Member, RuleResult, advise_ensemble
from ._prescribe import Prescription, prescribe
from ._priority import prioritise

__all__ = [
    "Advice",
    "DetectorPrescription",
    "EnsembleAdvice",
    "Member",
    "Phase",
    "Prescription",
    "Priority",
    "RuleResult",
    "Task",
    "advise_ensemble",
    "prescribe",
    "prioritise",
]
