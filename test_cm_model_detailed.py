"""Detailed analysis of the cm specialist; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("test_cm_model_detailed.py", "cm", ("cm_model_detailed_analysis.json",))
