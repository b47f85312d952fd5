"""``touchstone train`` and ``touchstone calibrate``: make specialists of your own."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console

from touchstone.vocabulary.defaults import DEVICE, NETWORK, SAVE_SECONDS, SEED
from touchstone.vocabulary.errors import UsageError

from .app import app
from .options import DeviceOption, StrictPathsOption, WorkersOption, say

TrainedOption = Annotated[
    Path, typer.Option("--out", "-o", help="Folder to write into; unfinished training in it is continued.")
]


@app.command(
    epilog="""
Examples:

    touchstone train cm --out trained

    touchstone train cm rr ll --corpus my/footage --augment jpeg:50 --augment region_noise

    touchstone train bg --corpus my/footage --network full --from bg_model.pt --freeze-backbone

    touchstone analyze my/footage --detectors trained

The same command continues training that was stopped, and ends with the same weights.
"""
)
def train(
    keys: Annotated[
        list[str], typer.Argument(metavar="KEY...", help="Specialists to train: bg, cm, av, rr, ll or tm.")
    ],
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus",
            "-c",
            help="Labelled footage; by default the built-in corpus of --size training is made inside OUT.",
        ),
    ] = None,
    out: TrainedOption = Path("trained"),
    network: Annotated[
        str, typer.Option(help="reference (small, made for its domain) or full (the EfficientNet-B4 layouts).")
    ] = NETWORK,
    epochs: Annotated[int | None, typer.Option(min=1, help="At most this many passes over the clips.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="End after this many steps.")] = None,
    batch: Annotated[int | None, typer.Option("--batch-size", min=2, help="Clips per step.")] = None,
    lr: Annotated[float | None, typer.Option(help="Highest learning rate.")] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Random seed for order, dropout, augmentation and drawn splits.")
    ] = SEED,
    augment: Annotated[
        list[str] | None,
        typer.Option(
            help="Also train on every clip with this known change: NAME or NAME:DOSE; may be repeated. A change of the KEY's own "
            "domain makes the clip a fake."
        ),
    ] = None,
    start: Annotated[Path | None, typer.Option("--from", help="Weights to start from.")] = None,
    freeze: Annotated[
        bool, typer.Option("--freeze-backbone", help="With --network full: train all but the backbone.")
    ] = False,
    workers: WorkersOption = None,
    device: DeviceOption = DEVICE,
    save_every: Annotated[
        float,
        typer.Option(
            min=0, help="Seconds between saved states; if the process is killed, at most this much work is lost."
        ),
    ] = SAVE_SECONDS,
    log: Annotated[
        list[str] | None, typer.Option(help="Additional log: tensorboard. log.jsonl is always written.")
    ] = None,
    strict_paths: StrictPathsOption = False,
) -> None:
    """Train specialists on the built-in corpus or on your own footage."""
    from touchstone.training import NetworkKind, Training
    from touchstone.training import train as run

    from .progress import TerminalProgress, duration

    if network not in ("reference", "full"):
        raise UsageError(f"--network takes reference or full, not {network!r}")
    training = Training(
        keys=tuple(keys), corpus=corpus, out=out, network=cast("NetworkKind", network), epochs=epochs, steps=steps, batch=batch,
        lr=lr, seed=seed, augment=tuple(augment or ()), start=start, freeze_backbone=freeze, device=device, workers=workers,
        save_seconds=save_every, logs=tuple(log or ()), strict_paths=strict_paths, command=_typed(),
    )  # fmt: skip
    console = Console()
    steps_of_work = (("making", "clips"), ("reading", "clips"), ("learning", "steps"))
    for specialist in run(training, *(TerminalProgress(console, work, things) for work, things in steps_of_work)):
        again = "finished earlier: " if specialist.before else ""
        learnt = (
            f"epoch {specialist.epoch} of {specialist.epochs} kept, {duration(60 * specialist.minutes)} of learning"
        )
        say(console, f"{specialist.key}: {again}{specialist.weights}, AUC on held-out clips {specialist.auc}; {learnt}")
    say(console, f"to use them: touchstone analyze FOOTAGE --detectors {shlex.quote(str(out))}", "dim")


@app.command(
    epilog="""
Examples:

    touchstone calibrate cm --corpus my/footage --out calibrated

    touchstone calibrate cm --corpus my/footage --checkpoint cm_model.pt --out calibrated
"""
)
def calibrate(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Specialist: bg, cm, av, rr, ll or tm.")],
    corpus: Annotated[
        Path, typer.Option("--corpus", "-c", help="Labelled footage that the weights were not trained on.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write the new file into.")] = Path("calibrated"),
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            help="Weights of a reference specialist or a full layout; default: those that come with Touchstone."
        ),
    ] = None,
    workers: WorkersOption = None,
    device: DeviceOption = DEVICE,
    strict_paths: StrictPathsOption = False,
) -> None:
    """Fit temperature, offset and threshold of a specialist to other footage; its weights do not change."""
    from touchstone.training import Calibrating
    from touchstone.training import calibrate as run

    from .progress import TerminalProgress

    console = Console()
    fitted = run(
        Calibrating(
            key=key,
            corpus=corpus,
            out=out,
            checkpoint=checkpoint,
            device=device,
            workers=workers,
            strict_paths=strict_paths,
            command=_typed(),
        ),
        TerminalProgress(console, "reading", "clips"),
    )
    for note in fitted.notes:
        say(console, note, "dim")
    after = (
        "not measured, because no group can be held out"
        if fitted.after is None
        else f"{fitted.after:.3f} on held-out groups"
    )
    for line in (
        f"{key}: {fitted.weights}",
        f"P(fake) = sigmoid((z {fitted.offset:+.3f}) / {fitted.temperature:.3f}), threshold {fitted.threshold:.3f}",
        f"balanced log-loss {fitted.before:.3f} before, after: {after}; AUC {fitted.auc}",
    ):
        say(console, line)


def _typed() -> str:
    """The command as it was typed, for the model card."""
    return shlex.join(["touchstone", *sys.argv[1:]])
