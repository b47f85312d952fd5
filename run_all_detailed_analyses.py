"""Every analysis, with summary and roadmap; options as in ``touchstone analyze --help``."""

from touchstone.cli import run_script

if __name__ == "__main__":
    run_script("run_all_detailed_analyses.py", None, ("*.json",))
