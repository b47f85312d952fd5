"""Forward of every specialist: as in its checkpoint, folded, packed, and in other engines that are installed.

    python benchmarks/forward.py --work /tmp/forward               # all seven, 8 frames at once
    python benchmarks/forward.py --work /tmp/forward bg tm_legacy  # some

Writes golden checkpoints of about 400 MB each into the folder --work. Every way runs in turn with one thread, several rounds; a
figure is the median of the rounds, in milliseconds of processor time a frame (a frame of ``tm_legacy`` is one of its clip).
Beside them is the share that the packed networks reach of the speed of the best product of two 2048×2048 matrices in the same
rounds, by torch or numpy. Other engines are measured where ``openvino``, or ``onnxruntime`` and ``onnx``, are installed, on the
folded network; nothing of the package needs them for this. At the end: frames a second of all networks, by two streams of one
thread and by one stream of two.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # of numpy, whose product is measured with one thread too

import argparse
import copy
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from _machine import machine, write_between

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# Imported below, because the tests' rule for filling the networks needs the path.
from tests.golden import golden_file  # noqa: E402

from touchstone.detectors.packing import pack  # noqa: E402
from touchstone.detectors.specialists import LAYOUTS, fold, load_specialist  # noqa: E402
from touchstone.detectors.threads import torch_threads  # noqa: E402

SIDE = 2048
Way = Callable[[Tensor], Tensor]


def openvino_of(network: nn.Module, images: Tensor, work: Path) -> Way:
    """The network compiled by OpenVINO, float32, one thread."""
    del work
    import openvino  # pyright: ignore[reportMissingImports]
    from openvino.frontend import FrontEndManager  # pyright: ignore[reportMissingImports]
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder  # pyright: ignore[reportMissingImports]

    front = FrontEndManager().load_by_framework("pytorch")
    decoder = TorchScriptPythonDecoder(network, example_input=(images,))  # must live until it is converted
    model: Any = front.convert(front.load(decoder))
    model.reshape(list(images.shape))
    how = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
    request = openvino.Core().compile_model(model, "CPU", how).create_infer_request()
    return lambda seen: torch.from_numpy(request.infer([seen.numpy()])[0].copy())


def onnxruntime_of(network: nn.Module, images: Tensor, work: Path) -> Way:
    """The network exported to ONNX and run by onnxruntime, one thread."""
    import onnxruntime

    path = work / "forward.onnx"
    torch.onnx.export(network, (images,), path, dynamo=False, opset_version=17)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda seen: torch.from_numpy(session.run(None, {name: seen.numpy()})[0])


ENGINES = {"openvino": openvino_of, "onnxruntime": onnxruntime_of}


def processor_seconds(call: Callable[[], object]) -> float:
    """Of all threads of this process."""
    start = time.process_time()
    call()
    return time.process_time() - start


def throughput(networks: Sequence[tuple[nn.Module, Tensor]], frames: int, streams: int, threads: int, passes: int) -> float:
    """Frames a second of all networks together."""
    with torch_threads(threads), ThreadPoolExecutor(streams) as pool:

        def run(network_and_images: tuple[nn.Module, Tensor]) -> None:
            network, images = network_and_images
            with torch.inference_mode():
                network(images)

        list(pool.map(run, networks))
        start = time.perf_counter()
        list(pool.map(run, [pair for _ in range(passes) for pair in networks]))
        return passes * frames / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", nargs="*", default=LAYOUTS, help="layouts; all by default")
    parser.add_argument("--work", type=Path, required=True, help="folder for the checkpoints")
    parser.add_argument("--batch", type=int, default=4, help="frames at once")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", type=Path, help="page that gets the table between its markers")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of exporters

    engines = {name: make for name, make in ENGINES.items() if find_spec(name)}
    compared = ("eager ÷ packed", "GFLOP/s", "of the product", "gap of P(fake)")
    columns = ("network", "eager", "folded", "packed", *engines, *compared)
    lines = [
        f"`python benchmarks/forward.py`, {machine()}; milliseconds of processor time a frame, "
        f"{options.batch} frames at once, one thread:",
        "", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|",
    ]  # fmt: skip
    left, right = torch.randn(SIDE, SIDE), torch.randn(SIDE, SIDE)
    products = (lambda: left @ right, lambda: left.numpy() @ right.numpy())
    networks: list[tuple[nn.Module, Tensor]] = []
    makes: list[str] = []
    with torch_threads(1), torch.inference_mode():
        for key in options.keys:
            original = load_specialist(golden_file(key, options.work), key).network
            shape = (1, options.batch) if key == "tm_legacy" else (options.batch,)
            images = torch.randn(*shape, 3, 224, 224, generator=torch.Generator().manual_seed(1))
            folded = fold(original)
            ways: dict[str, Way] = {"eager": original, "folded": folded, "packed": pack(copy.deepcopy(folded))}
            for name, make in engines.items():
                start = time.perf_counter()
                ways[name] = make(folded, images, options.work)
                makes.append(f"{key} in {name} {time.perf_counter() - start:.1f} s")
            answers = {name: way(images).softmax(-1) for name, way in ways.items()}
            rounds = [
                {n: processor_seconds(lambda w=w, x=images: w(x)) for n, w in ways.items()}
                | {"product": min(processor_seconds(product) for product in products)}
                for _ in range(options.rounds)
            ]
            seconds = {name: statistics.median(costs[name] for costs in rounds) for name in rounds[0]}
            best = 2 * SIDE**3 / min(costs["product"] for costs in rounds)
            with FlopCounterMode(display=False) as counter:
                folded(images)
            speed = counter.get_total_flops() / seconds["packed"]
            gap = max(float((answer - answers["eager"]).abs().max()) for answer in answers.values())
            shown = [f"{seconds[name] / options.batch * 1000:.1f}" for name in ways]
            faster = f"{seconds['eager'] / seconds['packed']:.2f}×"
            row = (key, *shown, faster, f"{speed / 1e9:.0f}", f"{speed / best:.2f}", f"{gap:.0e}")
            lines.append(f"| {' | '.join(row)} |")
            packed = ways["packed"]
            assert isinstance(packed, nn.Module)
            networks.append((packed, images))
            del original, folded, ways
    if makes:
        lines += ["", f"Seconds to export or compile: {', '.join(makes)}."]
    pairs = [
        [throughput(networks, options.batch, streams, threads, 2) for streams, threads in ((2, 1), (1, 2))] for _ in range(3)
    ]
    streams, threads = (statistics.median(pair[k] for pair in pairs) for k in (0, 1))
    each = f"two streams of one thread {streams:.2f}, one of two threads {threads:.2f}"
    lines += ["", f"Frames a second, all {len(networks)} networks: {each}."]
    print("\n".join(lines))
    if options.write:
        write_between(options.write, "forward", lines)


if __name__ == "__main__":
    main()
