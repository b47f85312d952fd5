"""What the real command line understands of a command, without running it."""

import re
import shlex
from typing import Any

import typer.main

from touchstone.cli import app

COMMANDS: Any = typer.main.get_command(app)
QUOTED = re.compile(r"touchstone [a-z]+(?: [^`;,()]*)?")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def understood(command: str) -> tuple[str, dict[str, Any]]:
    """The name of the command and what was said in it; options at their defaults are left out.

    What the command line refuses raises its error: an unknown option, a missing one, a value of the wrong type.
    """
    program, *arguments = shlex.split(command)
    assert program == "touchstone", command
    outer = COMMANDS.make_context(program, arguments)
    group: Any = outer.command
    name, called, rest = group.resolve_command(outer, arguments)
    with called.make_context(name, list(rest), parent=outer) as context:
        said = {
            parameter: value
            for parameter, value in context.params.items()
            if context.get_parameter_source(parameter).name == "COMMANDLINE"
        }
    return name, said


def options() -> set[str]:
    """Every option of every command."""
    found: set[str] = set()
    left: list[Any] = [COMMANDS]
    while left:
        command = left.pop()
        left += getattr(command, "commands", {}).values()
        for parameter in command.params:
            found |= {name for name in parameter.opts if name.startswith("--")}
    return found
