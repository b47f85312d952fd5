"""Runs that tests share: each is written once per session."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.report.synthetic import MANNERS, make_tables, report

from touchstone.report import Written

HOSTILE = "\"><script>alert('x')</script>{{ 7*7 }}=cmd|"

RUNS: dict[str, dict[str, Any]] = {
    "plain": {"manners": {**MANNERS, "cm_second": "weak", "mine": "good", "run": "silent"}},
    "confounded": {"confounded": True, "manners": {"bg": "source", "cm": "good"}},
    "hostile": {"hostile": HOSTILE, "manners": {"cm": "good", "rr": "broken", "foreign": "weak"}},
    "no detector loaded": {"manners": {"cm": "broken", "rr": "broken"}},
    "no detector": {"manners": {}},
    "no readable video": {"real": 0, "fake": 6, "failed": 6, "manners": {"cm": "good"}},
    "no video": {"real": 0, "fake": 0, "failed": 0, "manners": {"cm": "good"}},
    "one class": {"fake": 0, "failed": 0, "manners": {"cm": "good", "tm": "constant"}},
    "many": {"real": 260, "fake": 260, "manners": {"cm": "good"}},
}


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Written]:
    """Name of a run → what was written of it."""
    known: dict[str, Written] = {}

    def make(name: str) -> Written:
        if name not in known:
            known[name] = report(make_tables(**RUNS[name]), tmp_path_factory.mktemp("run"))
        return known[name]

    return make


@pytest.fixture
def artefact(written: Callable[[str], Written]) -> Callable[..., Any]:
    """Content of a file below ``analysis/`` of a run, strictly read."""

    def read(name: str, run: str = "plain") -> Any:
        return load(written(run).folder / "analysis" / name)

    return read


def load(path: Path) -> Any:
    """JSON without NaN and infinities."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{path.name} holds {word}")

    return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
