"""The wheel alone, in an environment of its own, far from the checkout: it holds everything that a demo needs."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import touchstone

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """As ``make wheel`` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """A fresh environment with the wheel; the packages under it are those of this one, which were downloaded once.

    They stand on the path behind the wheel, and editable installations among them are not followed.
    """
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    command = [python, "-m", "pip", "install", "--quiet", "--no-deps", "-c", ROOT / "constraints.txt", wheel]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    (Path(packages) / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return folder


def run(environment: Path, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A program of the environment, called where no sources are and without any that the tests were given."""
    program = environment / "bin" / command[0]
    variables = {"PATH": "/usr/bin:/bin", "TOUCHSTONE_CACHE": "off"}
    return subprocess.run([program, *command[1:]], capture_output=True, text=True, cwd=cwd, env=variables, check=False)


def test_it_holds_weights_templates_and_types_and_no_tests(wheel):
    assert wheel.name.startswith(f"deepfake_touchstone-{touchstone.__version__}-")
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
    package = Path(touchstone.__file__).parent
    wanted = {
        f"touchstone/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {
        f"touchstone/detectors/reference/weights/{key}.safetensors" for key in ("bg", "cm", "av", "rr", "ll", "tm")
    } <= names
    assert (
        {"touchstone/py.typed", "touchstone/__init__.pyi", "touchstone/report/templates/page.html.j2"}
        <= wanted
        <= names
    )
    assert {name for name in names - wanted if ".dist-info/" not in name} == set()


@pytest.mark.timeout(3000)
def test_the_demo_runs_from_the_wheel(environment, tmp_path):
    where = run(environment, "python", "-c", "import touchstone; print(touchstone.__file__)", cwd=tmp_path)
    assert Path(where.stdout.strip()).is_relative_to(environment), where.stderr
    done = run(environment, "touchstone", "demo", "--out", tmp_path / "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "demo/run/report.html").is_file()
    findings = json.loads((tmp_path / "demo/run/analysis/findings.json").read_text())["findings"]
    assert "cm_broken" in {finding["subject"] for finding in findings}


def test_the_line_that_installs_an_extra_names_the_distribution(environment, tmp_path):
    code = "from touchstone.vocabulary.install import install_line; print(install_line('footage'))"
    assert run(environment, "python", "-c", code, cwd=tmp_path).stdout == "pip install 'deepfake-touchstone[footage]'\n"
