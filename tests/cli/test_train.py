"""The commands ``train`` and ``calibrate`` as a user meets them; what they do is tested in tests/training."""

import pytest

from .test_cli import TOUCHSTONE, call


@pytest.mark.parametrize("command", ["train", "calibrate"])
def test_help_has_examples(command):
    done = call(TOUCHSTONE, command, "--help")
    assert done.returncode == 0
    assert f"touchstone {command} cm" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "xx"], "touchstone: no specialist 'xx' can be trained"),
        (["train", "cm", "--network", "small"], "touchstone: --network takes reference or full, not 'small'"),
        (["calibrate", "cm", "--corpus", "nowhere", "--checkpoint", "x.pt"], "touchstone: x.pt: no such file"),
    ],
)
def test_a_mistake_is_one_line_and_code_2(tmp_path, arguments, words):
    done = call(TOUCHSTONE, *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(words)
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
