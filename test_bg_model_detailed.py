"""Detailed analysis of the bg specialist; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("test_bg_model_detailed.py", "bg", ("bg_model_detailed_analysis.json",))
