"""The fuzzer sees each broken rule: faults are planted, and all of them are reported, with their files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from benchmarks.fuzz.watch import watching

from touchstone.vocabulary.tables import parquet

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def reported(state):
    """What the driver says of each planted fault."""
    program = [sys.executable, "-m", "tests.benchmarks.fuzz.planted_faults", str(state)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("fault", "rule", "words"),
    [
        ("traceback", "traceback", "IndexError: list index out of range in planted_faults.py"),
        ("warning", "traceback", "UserWarning: look out"),
        ("panic", "traceback", "panicked at lib.rs:1"),
        ("hog", "memory", "of 200 in one process"),
        ("hog below", "memory", "of 200 in one process"),
        ("peak", "memory", "of 200 in one process"),
        ("hang", "time", "over 3 s, at planted_faults.py"),
        ("unpickle", "code run", "the file shell"),
        ("unpickle", "code run", "os.system"),
        ("program", "code run", "subprocess.Popen"),
        ("variable", "code run", "os.putenv"),
        ("contact", "contact", "192.0.2.1"),
        ("contact below", "contact", "192.0.2.1"),
        ("crash", "crash", "SIGABRT at planted_faults.py"),
        ("exit code", "exit code", "3"),
        ("two lines", "one line", "2 lines"),
        ("silent", "one line", "0 lines"),
        ("long", "one line", "more than a screenful"),
        ("unnamed", "unnamed", "something is wrong"),
        ("no row", "row", "x.bin has none"),
        ("unwritten", "harness", "ValueError: this case cannot be written"),
    ],
)
def test_a_planted_fault_is_reported_with_what_it_is(reported, fault, rule, words):
    assert any(line.startswith(f"{rule}: ") and words in line for line in reported[fault]), reported[fault]


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.uname().machine not in ("x86_64", "aarch64"), reason="needs seccomp"
)
def test_a_library_of_c_that_asks_for_the_internet_is_stopped_and_reported(reported):
    assert any(line.startswith("contact: ") and "planted_faults.py" in line for line in reported["contact from C"])


@pytest.mark.parametrize("fault", ["good", "refused"])
def test_an_honest_answer_breaks_no_rule(reported, fault):
    assert reported[fault] == []


def test_of_a_group_that_breaks_a_rule_the_input_that_did_it_is_named(reported):
    assert {name: bool(broken) for name, broken in reported.items() if name.startswith("group")} == {
        "group": True, "group::0": False, "group::1": False, "group::2": True,
    }  # fmt: skip


def test_files_are_kept_of_what_broke_a_rule_and_of_nothing_else(reported, state):
    kept = [path.name.split("-")[0] for path in (state / "planted-0" / "kept").iterdir()]
    assert sorted(kept) == sorted(name.replace(" ", "_") for name, broken in reported.items() if broken)
    assert (state / "planted-0" / "kept" / "traceback" / "files" / "x.bin").is_file()


def test_programs_that_no_file_asked_for_are_known_and_no_others():
    tries = f"import json, sys; {watching._TRIES_PARQUET}; run(sys.argv[2], int(sys.argv[3]))"
    known = [["/sbin/ldconfig", "-p"], [sys.executable, "-c", tries, "[]", "a.parquet", "1"]]
    others = [
        ["/sbin/ldconfig"],
        [sys.executable, "-c", "print(1)"],
        [sys.executable],
        ["sh", "-c", tries],
        "ldconfig -p",
    ]
    assert all(watching._is_known("subprocess.Popen", (words[0], words, None, None)) for words in known)
    assert not any(watching._is_known("subprocess.Popen", (words[0], words, None, None)) for words in others)
    assert not watching._is_known("os.system", (known[0],))


def test_the_second_process_for_parquet_is_started_with_these_words(tmp_path, monkeypatch):
    words = []

    def run(given, **_):
        words.extend(given)
        return subprocess.CompletedProcess(given, 0, b"", b"")

    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "a.parquet")
    monkeypatch.setattr(subprocess, "run", run)
    parquet.read_parquet(tmp_path / "a.parquet")
    assert watching._is_known("subprocess.Popen", (words[0], words, None, None))
