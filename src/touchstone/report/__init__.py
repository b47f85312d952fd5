"""JSON artefacts with published schemas, and one page that stands alone; a pure function of tables and conclusions."""

from ._run import Run, Written
from ._write import write_report

__all__ = ["Run", "Written", "write_report"]
