"""Nothing calls out: every command, in processes that may open no connection, the statistics of libraries included."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import typer
from benchmarks.fuzz.watch.watching import trap_internet
from tests.conftest import moving_square
from tests.detectors.kinds.test_onnx import graph

from touchstone.cli import app
from touchstone.footage.media import write_video

HOOK = '''
"""Read by every Python process at its start: what would leave the machine is written down, and refused."""
import os, socket, sys

NET = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
       "socket.sendto", "socket.sendmsg", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect")

def watch(event, arguments):
    if event not in NET:
        return
    if isinstance(arguments[0], socket.socket) and arguments[0].family == getattr(socket, "AF_UNIX", None):
        return  # between processes of this machine
    with open(os.environ["CALLS_OUT"], "a") as file:
        file.write(f"{event} {arguments[1:]!r}\\\\n")
    raise OSError(f"refused by the test: {event}")

sys.addaudithook(watch)
with open(os.environ["CALLS_OUT"] + ".processes", "a") as file:
    file.write(f"{os.getpid()}\\\\n")
'''


@pytest.fixture
def offline(tmp_path):
    """Calls a command without a network; the calls out that it tried, and how many processes were watched."""
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK.replace("\\\\n", "\\n"))
    log = tmp_path / "calls"
    alone = ["unshare", "-n"]  # no interface but a loopback that is down: also what is not Python reaches nobody
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        alone = []
    paths = [str(hook), str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")]

    def call(*arguments, code=0):
        ended = subprocess.run(
            [*alone, sys.executable, "-m", "touchstone", *arguments], cwd=tmp_path, check=False, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "CALLS_OUT": str(log)}, preexec_fn=trap_internet,
        )  # fmt: skip
        assert ended.returncode != -signal.SIGSYS, f"{arguments}: a library asked for a socket of the internet"
        assert ended.returncode == code, f"{arguments}: {ended.stdout}{ended.stderr}"
        assert not log.exists(), log.read_text()
        return len(set((tmp_path / "calls.processes").read_text().split()))

    return call


def test_the_hook_sees_and_refuses_calls_also_those_of_other_processes(offline, tmp_path):
    with pytest.raises(AssertionError):
        offline("--no-such-option")
    for script in (
        "import socket; socket.create_connection(('192.0.2.1', 80))",
        "import urllib.request as u; u.urlopen('http://192.0.2.1/')",
        "import socket; socket.getaddrinfo('example.org', 80)",
    ):
        environment = {**os.environ, "PYTHONPATH": str(tmp_path / "hook"), "CALLS_OUT": str(tmp_path / "seen")}
        parent = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {script!r}]))"
        ended = subprocess.run(
            [sys.executable, "-c", parent], check=False, capture_output=True, text=True, env=environment
        )
        assert ended.returncode == 1
        assert "refused by the test" in ended.stderr
    assert len((tmp_path / "seen").read_text().splitlines()) >= 3


def scores(folder):
    rows = "".join(f"{n}.mp4,{('real', 'fake')[n % 2]},{0.3 + 0.4 * (n % 2)}\n" for n in range(8))
    (folder / "scores.csv").write_text(f"video,label,p_fake\n{rows}")


@pytest.mark.slow
def test_scores_report_and_cache(offline, tmp_path):
    scores(tmp_path)
    offline("scores", "scores.csv", "--out", "run")
    offline("report", "run", "--threshold", "0.4")
    offline("cache", "--clear")


LIGHT = {"scores", "report", "cache"}
HEAVY = {"analyze", "inspect", "corpus build", "corpus show", "corpus check", "train", "calibrate", "demo"}


def commands(group, before=""):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name


def test_every_command_is_tried():
    assert set(commands(typer.main.get_command(app))) == LIGHT | HEAVY


@pytest.fixture
def clips(tmp_path):
    """Twelve labelled clips."""
    for number in range(12):
        path = tmp_path / "clips" / ("real", "fake")[number % 2] / f"{number}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_video(path, moving_square(10, seed=number), 25)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_footage(offline, clips, tmp_path):
    twins = '[light]\nspecialist = "reference:ll"\n[graph]\nonnx = "graph.onnx"\ninput = { size = 8 }\n'
    (tmp_path / "detectors.toml").write_text(twins)
    (tmp_path / "graph.onnx").write_bytes(graph())
    before = offline("corpus", "check", "clips")
    watched = offline("analyze", "clips", "--detectors", "detectors.toml", "--out", "run", "--workers", "1")
    assert watched >= before + 2, "the process that reads videos is watched too"
    offline("corpus", "build", "corpus", "--clips", "4", "--domains", "ll", "--workers", "2")
    offline("corpus", "show", "corpus", "--domains", "ll", "--out", "sheets")
    offline("corpus", "build", "planted", "--from", "clips", "--clips", "4", "--domains", "ll", "--workers", "1")


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_networks(offline, tmp_path):
    offline("corpus", "build", "corpus", "--clips", "16", "--domains", "cm", "--workers", "2")
    manifest = tmp_path / "corpus" / "manifest.csv"
    pl.read_csv(manifest).drop("split").write_csv(manifest)  # so small a corpus is of the test split alone
    offline("train", "cm", "--corpus", "corpus", "--out", "trained", "--steps", "2", "--batch-size", "2")
    offline("calibrate", "cm", "--corpus", "corpus", "--out", "calibrated")
    offline("inspect", "trained/cm.safetensors", "--out", "inspected")


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_demo(offline, tmp_path):
    offline("demo", "--out", "demo")
    shutil.rmtree(tmp_path / "demo")
