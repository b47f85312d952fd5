"""Detailed analysis of the rr specialist; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("test_rr_model_detailed.py", "rr", ("rr_model_detailed_analysis.json",))
