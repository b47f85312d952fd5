"""Detailed analysis of the ll specialist; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("test_ll_model_detailed.py", "ll", ("ll_model_detailed_analysis.json",))
