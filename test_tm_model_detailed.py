"""Detailed analysis of the tm specialist; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("test_tm_model_detailed.py", "tm", ("tm_model_detailed_analysis.json",))
