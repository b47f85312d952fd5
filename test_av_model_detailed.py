"""Detailed analysis of the av specialist; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("test_av_model_detailed.py", "av", ("av_model_detailed_analysis.json",))
