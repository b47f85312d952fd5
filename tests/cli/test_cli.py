import subprocess
import sys
from pathlib import Path

import pytest

from touchstone.vocabulary.install import install_line

ROOT = Path(__file__).parents[2]
TOUCHSTONE = str(Path(sys.executable).parent / "touchstone")


def call(*arguments, cwd=None):
    return subprocess.run([*arguments], capture_output=True, text=True, cwd=cwd, timeout=300)


@pytest.mark.parametrize(
    "command", ["analyze", "scores", "inspect", "report", "demo", "corpus build", "corpus show", "corpus check"]
)
def test_help_has_examples(command):
    done = call(TOUCHSTONE, *command.split(), "--help")
    assert done.returncode == 0
    assert f"touchstone {command} " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["analyze", "nowhere", "--detectors", "d.toml", "--out", "run"], "touchstone: nowhere: no such folder"),
        (["report", "nowhere"], "touchstone: nowhere holds no run"),
        (["inspect", "nowhere.pt", "--as", "xx"], "touchstone: there is no layout 'xx'"),
        (["inspect", "nowhere.pt", "--open"], "touchstone: --open needs --out"),
        (["corpus", "build", "c", "--size", "huge"], "touchstone: --size takes demo, small, full"),
        (["corpus", "build", "c", "--domains", "xy"], "touchstone: no domain 'xy'; there are bg, cm"),
        (["corpus", "build", "c", "--from", "nowhere"], "touchstone: nowhere: no such folder"),
        (["corpus", "check", "nowhere"], "touchstone: nowhere: no such folder"),
        (["corpus", "show", "nowhere"], "touchstone: nowhere: no such folder"),
    ],
)
def test_a_mistake_is_one_line_and_code_2(tmp_path, arguments, words):
    done = call(TOUCHSTONE, *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(words)
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_wrong_option_says_how_to_get_help():
    done = call(TOUCHSTONE, "analyze", "--nonsense")
    assert done.returncode == 2
    assert "for help" in done.stderr


SCRIPTS = sorted(path.name for path in ROOT.glob("*.py"))


def test_the_eight_scripts_are_there():
    keys = ("bg", "cm", "av", "rr", "ll", "tm")
    assert (
        sorted(
            [
                "run_all_detailed_analyses.py",
                "detailed_model_analysis.py",
                *(f"test_{k}_model_detailed.py" for k in keys),
            ]
        )
        == SCRIPTS
    )


@pytest.mark.parametrize("script", ["run_all_detailed_analyses.py", "test_cm_model_detailed.py"])
def test_scripts_take_the_options_of_analyze(script):
    done = call(sys.executable, str(ROOT / script), "--help")
    assert done.returncode == 0
    assert "--max-videos-per-class" in done.stdout


@pytest.mark.slow
def test_a_script_leaves_its_file_where_it_is_called(footage, checkpoints, tmp_path):
    done = call(
        sys.executable,
        str(ROOT / "test_tm_model_detailed.py"),
        str(footage),
        "--detectors",
        str(checkpoints),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.glob("*.json")] == ["tm_model_detailed_analysis.json"]
    assert (tmp_path / "runs/test_tm_model_detailed/report.html").is_file()


WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "torchvision", "av", "cv2", "safetensors"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from touchstone.cli import main
main()
"""


@pytest.mark.slow
def test_without_the_extra_a_finished_run_is_read_and_a_new_one_names_the_install_line(footage, checkpoints, tmp_path):
    run = ["analyze", str(footage), "--detectors", str(checkpoints), "--out", str(tmp_path / "run"), "--device", "cpu"]
    assert call(TOUCHSTONE, *run).returncode == 0
    (tmp_path / "run/report.html").unlink()
    done = call(sys.executable, "-c", WITHOUT, "report", str(tmp_path / "run"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "run/report.html").exists()
    done = call(sys.executable, "-c", WITHOUT, *run)
    assert done.returncode == 2
    assert done.stderr.strip().endswith(f"run: {install_line('footage')}")
    assert done.stderr.count("\n") == 1
