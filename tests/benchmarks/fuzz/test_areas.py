"""A handful of hostile inputs of each area goes the whole way, and a run that was stopped continues."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def fuzz(state: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "benchmarks.fuzz", *words, "--state", str(state)]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)


def outcomes(state: Path, area: str) -> list[dict]:
    return [json.loads(line) for line in (state / f"{area}-5" / "outcomes.jsonl").read_text().splitlines()]


def table(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


@pytest.mark.slow
def test_a_stopped_run_continues_and_ends_with_the_same_table(tmp_path):
    words = ["checkpoints", "media", "--seed", "5", "--count", "4", "--workers", "1"]
    whole = fuzz(tmp_path, *words)
    before = outcomes(tmp_path, "checkpoints")
    (videos,) = outcomes(tmp_path, "media")
    assert sum(outcome["inputs"] for outcome in before) == 4, whole.stderr
    assert videos["command"][0] == "analyze"  # in reader processes, and each video has its row
    assert videos["measured"] + videos["refused"] == videos["inputs"] == 4
    rules = [rule.split(":")[0] for outcome in [*before, videos] for rule in outcome["broken"]]
    assert not {"harness", "row"} & set(rules)

    file = tmp_path / "checkpoints-5" / "outcomes.jsonl"
    *kept, last = file.read_text().splitlines(keepends=True)
    file.write_text("".join(kept) + last[:20])
    again = fuzz(tmp_path, *words)
    assert [(o["name"], o["broken"]) for o in outcomes(tmp_path, "checkpoints")] == [
        (o["name"], o["broken"]) for o in before
    ]
    assert outcomes(tmp_path, "media") == [videos]
    assert len(table(again.stdout)) == len(table(whole.stdout)) == 4


@pytest.mark.slow
def test_damaged_folders_are_given_to_the_command_that_made_them(tmp_path):
    done = fuzz(tmp_path, "folders", "--seed", "5", "--count", "5", "--workers", "1", "--seconds", "20")
    seen = outcomes(tmp_path, "folders")
    assert [outcome["command"][0] for outcome in sorted(seen, key=lambda o: o["name"])] == [
        "scores", "analyze", "analyze", "analyze", "inspect",
    ], done.stderr  # fmt: skip
    assert not any(rule.startswith("harness") for outcome in seen for rule in outcome["broken"])
