"""ONNX files as detectors: small graphs, written byte by byte, through the same doors as every other detector."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from touchstone.detectors.config import detector_spec, read_detectors
from touchstone.detectors.kinds import kinds
from touchstone.detectors.load import load_detectors
from touchstone.vocabulary.errors import UsageError

CPU = SimpleNamespace(type="cpu")
ROOT = Path(__file__).parents[3]
SIZE = 8
GREY = {"size": SIZE, "mean": [0, 0, 0], "std": [1, 1, 1]}


def varint(value: int) -> bytes:
    data = b""
    while value > 127:
        data, value = data + bytes([value & 127 | 128]), value >> 7
    return data + bytes([value])


def number(field: int, value: int) -> bytes:
    """A number field of a protocol buffer."""
    return varint(field << 3) + varint(value)


def chunk(field: int, data: bytes | str) -> bytes:
    """A field of a protocol buffer that holds text, bytes or a message."""
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


def value(name, dims, kind=1) -> bytes:
    shape = b"".join(chunk(1, chunk(2, d) if isinstance(d, str) else number(1, d)) for d in dims)
    return chunk(1, name) + chunk(2, chunk(1, number(1, kind) + chunk(2, shape)))


def tensor(name, values, elsewhere=None) -> bytes:
    values = np.asarray(values, np.float32)
    head = b"".join(number(1, size) for size in values.shape) + number(2, 1) + chunk(8, name)
    if elsewhere is None:
        return head + chunk(9, values.tobytes())
    entries = (("location", elsewhere), ("offset", "0"), ("length", str(values.nbytes)))
    return head + b"".join(chunk(13, chunk(1, k) + chunk(2, v)) for k, v in entries) + number(14, 1)


def node(kind, inputs, outputs) -> bytes:
    return b"".join(chunk(1, n) for n in inputs) + b"".join(chunk(2, n) for n in outputs) + chunk(4, kind)


def graph(
    dims=("n", 3, SIZE, SIZE),
    weight=((0, 1), (0, 2), (0, 4)),
    *,
    kind=1,
    elsewhere=None,
    inputs=1,
    pool="GlobalAveragePool",
):
    """A file whose logits are a linear function of the mean of each channel."""
    nodes = [
        node(pool, ["x"], ["mean"]),
        node("Flatten", ["mean"], ["flat"]),
        node("MatMul", ["flat", "w"], ["logits"]),
    ]
    body = b"".join(chunk(1, n) for n in nodes) + chunk(2, "twin") + chunk(5, tensor("w", weight, elsewhere))
    body += b"".join(chunk(11, value("x" if i == 0 else f"x{i}", dims, kind)) for i in range(inputs))
    body += chunk(12, value("logits", ["m", np.shape(weight)[1]]))
    return number(1, 8) + chunk(2, "touchstone\x1b[31m") + chunk(7, body) + chunk(8, number(2, 17))


def spec(tmp_path, data, **settings):
    path = tmp_path / "detector.onnx"
    path.write_bytes(data)
    return detector_spec("mine", **({"onnx": path, "input": GREY} | settings))


def loaded(tmp_path, data, **settings):
    pytest.importorskip("onnxruntime")
    return load_detectors([spec(tmp_path, data, **settings)], CPU)  # pyright: ignore[reportArgumentType]


def pictures(count=3):
    return np.random.default_rng(0).integers(0, 256, (count, SIZE, SIZE, 3), dtype=np.uint8)


def expected(seen, weights=(1, 2, 4)):
    return (seen.reshape(len(seen), -1, 3).mean(axis=1) / 255) @ np.array(weights)


def test_logits_are_read_as_the_contract_says(tmp_path):
    result = loaded(tmp_path, graph())
    (detector,) = result.detectors
    assert detector.score(pictures()) == pytest.approx(expected(pictures()), abs=1e-5)
    row = result.table.row(0, named=True)
    assert (row["kind"], row["status"], row["domain"], row["parameters"]) == ("onnx", "ok", None, None)
    assert row["architecture"] == "ONNX graph twin by touchstone[31m"
    assert json.loads(row["input"])["size"] == SIZE
    assert len(row["sha256"]) == 64
    assert detector.score(pictures(0)).shape == (0,)


def test_channels_in_another_order_and_a_file_that_takes_one_picture_at_a_time(tmp_path):
    result = loaded(tmp_path, graph((1, 3, SIZE, SIZE)), input=GREY | {"color": "bgr"})
    assert result.detectors[0].score(pictures()) == pytest.approx(expected(pictures(), (4, 2, 1)), abs=1e-5)


def test_a_single_number_where_low_means_fake(tmp_path):
    result = loaded(tmp_path, graph(weight=((1,), (2,), (4,))), output={"fake": 0})
    assert result.detectors[0].score(pictures()) == pytest.approx(-expected(pictures()), abs=1e-5)


def test_probabilities(tmp_path):
    result = loaded(tmp_path, graph(weight=((0.1,), (0.2,), (0.4,))), output={"kind": "probability"})
    p = expected(pictures(), (0.1, 0.2, 0.4))
    assert result.detectors[0].score(pictures()) == pytest.approx(np.log(p / (1 - p)), abs=1e-5)


def test_an_answer_with_fewer_classes_than_said_is_an_error_of_its_videos(tmp_path):
    (detector,) = loaded(tmp_path, graph(), output={"fake": 2}).detectors
    with pytest.raises(ValueError, match=r"2 numbers, and output\.fake is 2"):
        detector.score(pictures())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
        (b"\x80\x02}q\x00.", "is not an ONNX file that onnxruntime can run"),
        (graph()[:80], "is not an ONNX file"),
        (graph(elsewhere="w.bin"), "keeps weights in other files"),
        (graph(elsewhere="/etc/hostname"), "keeps weights in other files"),
        (graph(elsewhere="../w.bin"), "keeps weights in other files"),
        (
            graph(("n", SIZE, SIZE, 3), np.zeros((SIZE, 2))),
            r"of shape \[n, 8, 8, 3\], but its contract feeds \[n, 3, 8, 8\]",
        ),
        (graph(("n", 3, 224, 224)), r"of shape \[n, 3, 224, 224\]"),
        (graph((4, 3, SIZE, SIZE)), "exactly 4 inputs at once"),
        (graph(inputs=2), "takes 2 inputs"),
        (graph(kind=11), r"tensor\(double\)"),
        (graph(pool="NoSuchOperator"), "is not an ONNX file that onnxruntime can run"),
    ],
)
def test_what_cannot_be_loaded_is_a_row_with_its_reason(tmp_path, data, words, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.bin").write_bytes(np.ones(6, np.float32).tobytes())
    result = loaded(tmp_path, data)
    assert result.detectors == ()
    (row,) = result.table.iter_rows(named=True)
    assert (row["kind"], row["status"]) == ("onnx", "failed")
    assert re.search(words, row["reason"])
    assert "\n" not in row["reason"]


def test_a_file_that_is_not_there(tmp_path):
    pytest.importorskip("onnxruntime")
    where = detector_spec("mine", onnx=tmp_path / "no.onnx")
    assert "does not exist" in load_detectors([where], CPU).table["reason"][0]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("input = { sise = 8 }", "unknown setting 'input.sise'; did you mean 'size'"),
        ('input = { kind = "view" }', "has input.kind = 'view': Input should be 'frame' or 'clip'"),
        ('input = { crop = "face" }', "has input.crop = 'face': Input should be 'full'"),
        ("input = { std = [1, 0, 1] }", r"has input\.std\.1 = 0: Input should be greater than 0"),
        ('output = { kind = "margin" }', "has output.kind = 'margin'"),
        ('expects = ["sound"]', "has expects.0 = 'sound'"),
        ("output = { fake = -1 }", "has output.fake = -1"),
    ],
)
def test_mistakes_are_told_before_the_file_is_opened(tmp_path, text, words):
    (tmp_path / "detectors.toml").write_text(f'[a]\nonnx = "no.onnx"\n{text}\n')
    with pytest.raises(UsageError, match=words):
        read_detectors(tmp_path / "detectors.toml")


def test_whatever_decides_the_scores_is_in_its_fingerprint(tmp_path):
    path = tmp_path / "detector.onnx"
    path.write_bytes(graph())

    def fingerprint(**settings):
        chosen = detector_spec("mine", **({"onnx": path, "input": GREY} | settings))
        return kinds()["onnx"].fingerprint(chosen.settings)

    before = fingerprint()
    assert json.loads(json.dumps(before)) == before == fingerprint()
    assert fingerprint(input=GREY | {"size": 9}) != before
    assert fingerprint(output={"fake": 0}) != before
    os.utime(path, ns=(1, 1))
    assert fingerprint() != before


def test_without_onnxruntime_the_install_line_is_given(tmp_path):
    code = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "from types import SimpleNamespace\n"
        "from touchstone.detectors.config import detector_spec\n"
        "from touchstone.detectors.load import load_detectors\n"
        "from touchstone.vocabulary.errors import MissingExtraError\n"
        "try:\n    load_detectors([detector_spec('a', onnx='a.onnx')], SimpleNamespace(type='cpu'))\n"
        "except MissingExtraError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "running ONNX files needs" in done.stdout
    assert "[onnx]'" in done.stdout


@pytest.mark.slow
def test_onnxruntime_contacts_nobody(tmp_path):
    """It asks for its maker's server about nine seconds after its import; a socket of the internet ends the process here."""
    pytest.importorskip("onnxruntime")
    (tmp_path / "detector.onnx").write_bytes(graph())
    code = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from types import SimpleNamespace
from benchmarks.fuzz.watch.watching import trap_internet
from touchstone.detectors.config import detector_spec
from touchstone.detectors.load import load_detectors
if not trap_internet():
    sys.exit(77)
load_detectors([detector_spec("mine", onnx={str(tmp_path / "detector.onnx")!r}, input={GREY})], SimpleNamespace(type="cpu"))
assert "onnxruntime" in sys.modules
time.sleep(20)
"""

    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode
    if ended == 77:
        pytest.skip("this system cannot end a process that asks for a socket")
    assert ended == 0


def test_what_the_user_says_about_statistics_stays():
    for said, seen in ((None, "1"), ("0", "0")):
        environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
        environment |= {} if said is None else {"ORT_DISABLE_TELEMETRY": said}
        code = "import os, touchstone.detectors.kinds as k; k.kinds(); print(os.environ['ORT_DISABLE_TELEMETRY'])"
        printed = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        assert printed.stdout == f"{seen}\n"
