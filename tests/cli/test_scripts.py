"""The scripts of the first generation without any option."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from touchstone.cli import scripts, summary
from touchstone.runs import demo


@pytest.mark.parametrize("only", [None, "rr"])
def test_without_options_the_demo_is_run_and_its_files_are_left_here(only, tmp_path, monkeypatch):
    asked = []

    def run(out, progress, chosen, building):
        asked.append((out.as_posix(), chosen))
        folder = out / "run"
        (folder / "analysis").mkdir(parents=True)
        for name in ("rr_model_detailed_analysis.json", "ensemble.json"):
            (folder / "analysis" / name).write_text("{}")
        return SimpleNamespace(folder=folder)

    monkeypatch.setattr(demo, "demo", run)
    monkeypatch.setattr(summary, "print_summary", lambda written, console: None)
    monkeypatch.chdir(tmp_path)
    scripts._run("test_rr_model_detailed.py", only, ("rr_model_detailed_analysis.json",), [])
    assert asked == [("demo", () if only is None else ("rr",))]
    assert [path.name for path in tmp_path.glob("*.json")] == ["rr_model_detailed_analysis.json"]
