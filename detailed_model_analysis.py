"""All specialists together, compared; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("detailed_model_analysis.py", None, ("comprehensive_model_analysis.json", "ensemble.json"))
