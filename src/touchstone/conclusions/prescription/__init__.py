"""What to do: priorities, advice, ensemble and roadmap, each with its evidence."""

from .advice import Advice, DetectorPrescription, Phase, Priority, Task
from .ensemble import EnsembleAdvice, Member, RuleResult, advise_ensemble
from .priority import prioritise
from .standing import Rates, Standing
from .whole import Prescription, prescribe

__all__ = [
    "Advice",
    "DetectorPrescription",
    "EnsembleAdvice",
    "Member",
    "Phase",
    "Prescription",
    "Priority",
    "Rates",
    "RuleResult",
    "Standing",
    "Task",
    "advise_ensemble",
    "prescribe",
    "prioritise",
]
