"""Help, version and completion do not load what computes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import touchstone

HEAVY = ("numpy", "polars", "scipy", "pydantic", "torch", "jinja2")
TOUCHSTONE = str(Path(sys.executable).parent / "touchstone")
LIMIT = 0.5
"""Seconds of processor time, of all that the call starts, on a machine that does :data:`WORK` in :data:`ALONE` seconds."""

WORK = "sum(i * i for i in range(3_000_000))"
ALONE = 0.2
"""What the work takes where nothing else runs. A machine whose caches and cores others use takes longer for both."""

CODE = """
import sys
from touchstone.cli import main
sys.argv = ["touchstone", *{arguments}]
try:
    main()
except SystemExit as end:
    assert not end.code
print("LOADED", [name for name in {heavy} if name in sys.modules])
"""

CALLS = [["--help"], ["--version"], ["analyze", "--help"], ["corpus", "build", "--help"], ["--show-completion"]]


def processor_time(words: list[str], environment: dict[str, str] | None = None) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], capture_output=True, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("arguments", CALLS[:4], ids=" ".join)
def test_what_only_speaks_loads_nothing_that_computes(arguments):
    # Typer itself takes pydantic for the options of a command.
    heavy = HEAVY if len(arguments) == 1 else tuple(name for name in HEAVY if name != "pydantic")
    code = CODE.format(arguments=arguments, heavy=heavy)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_it_takes_at_most_half_a_second_of_processor_time(arguments):
    # The best of several: a first one writes the compiled modules.
    environment = {**os.environ, "SHELL": "/bin/bash"}
    took: list[str] = []
    for _ in range(6):
        before = processor_time(["-I", "-c", WORK])
        seconds = processor_time(["-m", "touchstone", *arguments], environment)
        slower = max(1.0, (before + processor_time(["-I", "-c", WORK])) / 2 / ALONE)
        if seconds <= LIMIT * slower:
            return
        took.append(f"{seconds:.2f} s where the work takes {slower:.1f} times as long as alone")
    pytest.fail(f"touchstone {' '.join(arguments)}: {'; '.join(took)}")


def test_the_version_is_said_by_command_and_module():
    for command in (
        [sys.executable, "-m", "touchstone"],
        [TOUCHSTONE],
    ):
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
        assert done.stdout == f"touchstone {touchstone.__version__}\n"


def test_commands_and_options_are_completed():
    """What the shell asks for, in the words that typer's script of bash uses."""

    def complete(words: str) -> list[str]:
        environment = {
            **os.environ,
            "_TOUCHSTONE_COMPLETE": "complete_bash",
            "COMP_WORDS": f"touchstone {words}",
            "COMP_CWORD": str(len(words.split(" "))),
        }
        done = subprocess.run(
            [TOUCHSTONE],
            capture_output=True, text=True, check=False, env=environment,
        )  # fmt: skip
        return done.stdout.split()

    assert complete("an") == ["analyze"]
    assert "--detectors" in complete("analyze --det")
