"""JSON artefacts with published schemas, and one page that stands alone: a pure function of tables and conclusions."""

from ._numbers import percent, score, signed
from ._run import Run, Written
from ._schemas import SCHEMAS, json_schema, write_schemas
from ._write import write_report

__all__ = ["SCHEMAS", "Run", "Written", "json_schema", "percent", "score", "signed", "write_report", "write_schemas"]
