"""JSON files with published schemas, and one self-contained page: a pure function of tables and conclusions."""

from .checkpoints import CheckpointFacts, ComponentFacts, PairFacts, checkpoint_facts, pair_facts
from .coverage import coverage_sentences
from .decisions import one_answer_sentences, verdict_cell
from .gaps import MOST_GAPS, gap_sentences
from .independence import independence_sentences
from .inspection import write_inspection
from .numbers import percent, score, signed
from .operating import operating_sentences
from .run import Run, Written
from .schemas import SCHEMAS, json_schema, write_schemas
from .splits import split_sentences
from .times import time_sentences
from .words import shown
from .write import write_report

__all__ = [
    "MOST_GAPS",
    "SCHEMAS",
    "CheckpointFacts",
    "ComponentFacts",
    "PairFacts",
    "Run",
    "Written",
    "checkpoint_facts",
    "coverage_sentences",
    "gap_sentences",
    "independence_sentences",
    "json_schema",
    "one_answer_sentences",
    "operating_sentences",
    "pair_facts",
    "percent",
    "score",
    "shown",
    "signed",
    "split_sentences",
    "time_sentences",
    "verdict_cell",
    "write_inspection",
    "write_report",
    "write_schemas",
]
