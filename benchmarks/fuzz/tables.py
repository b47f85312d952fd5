"""Tables and settings that people give, wrong in every way: valid ones, changed in their structure or in their bytes.

A case is a command and the files that it reads. Whatever they hold, the command ends with a result or with one line that
says what to do: :func:`check` runs it and names the rule that it broke.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import multiprocessing
import os
import random
import string
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import polars as pl

SECONDS = 60
"""Seconds that a case may take."""

LONGEST_LINE = 2_000
"""Characters of the line that refuses a case."""

MEMORY = 6 * 1024**3
"""Bytes that the process of a case may hold."""

Rows = list[dict[str, Any]]
"""A table: one mapping of column to cell for each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCase:
    """A command and the files that it reads.

    Attributes:
        name: seed, number and what was changed.
        files: file name → content.
        arguments: of the command ``touchstone``, with paths relative to the folder of the files.
        codes: exit codes that the command may end with.
    """

    name: str
    files: dict[str, bytes]
    arguments: tuple[str, ...]
    codes: frozenset[int] = frozenset({0, 2})

    def write(self, folder: Path) -> list[str]:
        """Write the files; the arguments of the command that reads them."""
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return list(self.arguments)


def cases(seed: int, count: int) -> Iterator[TableCase]:
    """Cases by number; each depends on the seed and its number alone."""
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        make = rng.choices((_scores, _labels, _counts, _manifest, _settings), weights=(10, 3, 2, 2, 3))[0]
        yield make(rng, f"{seed}/{number}")


def check(case: TableCase) -> str | None:
    """Run a case in a process of its own; the rule that it broke, or ``None``."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        process = _server().Process(target=_run, args=(case.write(folder), folder))
        process.start()
        process.join(SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
            return f"takes more than {SECONDS} s"
        said = (folder / "stderr").read_bytes().decode(errors="replace")
        return _broken(case, process.exitcode, said)


@cache
def _server() -> ForkServerContext:
    """Where the processes of cases come from: one that has imported the command, and holds no thread of polars."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["touchstone.cli", "touchstone.runs.scores", "polars"])
    return context


def _run(arguments: list[str], folder: Path) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for stream, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(folder / name, os.O_CREAT | os.O_WRONLY), stream)
    from touchstone.cli.app import app, guarded

    os.chdir(folder)
    sys.argv = ["touchstone", *arguments]
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(os.fdopen(stream, "wb", closefd=False), errors="backslashreplace") for stream in (1, 2)
    )
    code = 1
    try:
        code = guarded(app)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:
        import traceback

        traceback.print_exception(error)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _broken(case: TableCase, code: int | None, said: str) -> str | None:
    if "Traceback" in said or "panicked" in said:
        return f"a traceback: …{said[-1500:]}"
    if code not in case.codes:
        return f"exit code {code}: {said[-500:]}"
    if not code or (code == 1 and not said):
        return f"says {said[:300]!r} beside its result" if said else None
    if "Usage: " in said:
        return None  # of the parser of the command line
    lines = said.rstrip("\n").split("\n")
    if len(lines) != 1 or not said.strip():
        return f"refuses in {len(lines)} lines: {said[:500]!r}"
    return None if len(said) <= LONGEST_LINE else f"refuses in {len(said)} characters: {said[:300]!r}"


ODD_NUMBERS: tuple[Any, ...] = (
    0, 1, -1, 0.5, -0.0, 1e-320, 1e308, -1e308, float("nan"), float("inf"), -float("inf"), 2**31, 2**53, 2**63, 2**64, -(2**63),
    10**30, 10**400, -(10**400), True, False,
)  # fmt: skip
ODD_TEXTS = (
    "", " ", "\0", "\n", "a\nb", "\r", '"', "'", '""', ",", ";", "\t", "|", "=1+1", "\u202e", "\x1b[31m", "é" * 300, "🧪",
    "\ud800", "../x", "/etc/passwd", "C:\\x", "nan", "inf", "-inf", "1e999", "0x10", "1_000", "１", "1,5",
    "null", "None", "NA", "x" * 5000,
    "v" * 200_000, "9" * 500, "real", "fake", "failed", "true", "{}", "[]", "[bold]", "%s", "{0}",
)  # fmt: skip
ODD_NAMES = (
    "video", "label", "p_fake", "p_real", "p_video", "p_label", "p_group", "p_footage", "p_ensemble", "p_", "p_p_", "p_cm",
    "p_CM", "p_Cm", "prob_cm", "detector", "frame", "clip", "time", "status", "reason", "group", "source",
    "method", "dataset", "split",
    "width", "fps", "duration", "has_audio", "is_opt_out", "cm-score", "probefileid", "confidencescore", "klass", "key", "path",
    "p_a\nb", "p_../x", "p_a/b", "p_🧪", "p_\x1b[31m", "p_.", "p_CON", "p_" + "n" * 300, "scores.cm.p_fake", "logit", "row",
    "answer", "p_index", "p_source", "p_method", "p_row", "p_p0", "_video", "column 1", "literal", "count", "len", "index",
)  # fmt: skip


MAPS = ("p_fake=score", "label=group", "p_x=p_fake", "video=label", "detector=source", "frame=group", "=", "p_=p_fake")
PATTERNS = (r"(g\d)", "(", "(?=v)(.)", r"(.)\1", "(a*)*(b)", "(?P<x>v)", "((a{1000}){1000})", "(" * 200 + ")" * 200)


def _plain(rng: random.Random) -> Rows:
    """An honest table: forty videos of ten groups, one or two detectors."""
    detectors = rng.sample(("p_fake", "p_cm", "p_bg", "score"), k=rng.randint(1, 2))
    return [
        {
            "video": f"v/{i:03}.mp4", "label": ("real", "fake")[i % 2], "group": f"g{i // 4}", "source": f"s{i % 3}",
            "method": (None, "swap")[i % 2], **{d: round(rng.random() * 0.6 + 0.4 * (i % 2), 4) for d in detectors},
        }
        for i in range(40)
    ]  # fmt: skip


def _odd(rng: random.Random) -> Any:
    return rng.choice(ODD_NUMBERS if rng.random() < 0.5 else ODD_TEXTS)


def _cell(rng: random.Random, rows: Rows) -> None:
    row = rng.choice(rows)
    row[rng.choice([*row])] = _odd(rng)


def _column(rng: random.Random, rows: Rows) -> None:
    name = rng.choice([*rows[0]])
    value, every = _odd(rng), rng.random() < 0.5
    for row in rows:
        row[name] = value if every else _odd(rng)


def _renamed(rng: random.Random, rows: Rows) -> None:
    old = rng.choice([*rows[0]])
    new = rng.choice(ODD_NAMES)
    for row in rows:
        row[new] = row.pop(old, None)


def _more(rng: random.Random, rows: Rows) -> None:
    name, words = rng.choice(ODD_NAMES), rng.random() < 0.3
    for row in rows:
        row[name] = _odd(rng) if words else rng.random()


def _less(rng: random.Random, rows: Rows) -> None:
    name = rng.choice([*rows[0]])
    for row in rows if rng.random() < 0.6 else rows[:3]:
        row.pop(name, None)


def _repeated(rng: random.Random, rows: Rows) -> None:
    rows.extend(dict(rng.choice(rows)) for _ in range(rng.randint(1, 60)))


def _few(rng: random.Random, rows: Rows) -> None:
    del rows[rng.randint(1, 5) :]


def _nested(rng: random.Random, rows: Rows) -> None:
    value: Any = rng.random()
    for _ in range(rng.choice((1, 3, 6))):
        value = rng.choice(([value], {rng.choice(ODD_NAMES): value}))
    for row in rows:
        row[rng.choice(ODD_NAMES)] = value


def _wide(rng: random.Random, rows: Rows) -> None:
    for number in range(rng.choice((50, 3000))):
        rows[number % len(rows)][f"extra{number}"] = 1


CHANGES: tuple[Callable[[random.Random, Rows], None], ...] = (
    _cell, _cell, _column, _column, _renamed, _renamed, _more, _less, _repeated, _few, _nested, _wide,
)  # fmt: skip


def _changed(rng: random.Random, rows: Rows) -> str:
    chosen = rng.choices(CHANGES, k=rng.choice((0, 1, 1, 2, 3)))
    for change in chosen:
        change(rng, rows)
    return "+".join(change.__name__.strip("_") for change in chosen)


def _as_text(rng: random.Random, rows: Rows) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    how = {"delimiter": rng.choice(",;\t|"), "quoting": rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))}
    writer = csv.writer(text, **how)
    if rng.random() < 0.9:
        writer.writerow(names)
    writer.writerows([str(row.get(name, "")) for name in names] for row in rows)
    return text.getvalue().encode(rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-8-sig")), "surrogatepass")


def _as_json(rng: random.Random, rows: Rows) -> bytes:
    form = rng.randrange(5)
    document: Any = rows
    if form == 1:
        return "\n".join(json.dumps(row) for row in rows).encode()
    if form == 2:
        document = {name: [row.get(name) for row in rows] for name in rows[0]}
    elif form == 3:
        document = {str(row.get("video")): row for row in rows}
    elif form == 4:
        document = {"results": rows, "note": 1}
    return json.dumps(document, ensure_ascii=rng.random() < 0.7).encode(errors="surrogatepass")


def _retyped(rng: random.Random, column: pl.Series) -> pl.Series:
    """A column of a type that only Parquet has; its values as far as that type holds them."""
    rows, name = column.len(), column.name
    days = pl.Series(name, [rng.choice((0, 18_000, 2**31 - 1)) for _ in range(rows)], dtype=pl.Int32).cast(pl.Date)
    listed = column.to_frame().select(pl.concat_list(*[name] * rng.randint(1, 3))).to_series()
    words = column.cast(pl.String)
    kinds: tuple[Callable[[], pl.Series], ...] = (
        lambda: listed, lambda: listed.set(pl.Series([rng.random() < 0.5 for _ in range(rows)]), None),
        lambda: listed.list.head(0), lambda: listed.implode().new_from_index(0, rows), lambda: listed.cast(pl.List(pl.String)),
        lambda: listed.to_frame().to_struct(name), lambda: column.alias(rng.choice(ODD_NAMES)).to_frame().to_struct(name),
        lambda: column.reshape((rows, 1)), lambda: words.cast(pl.Binary), lambda: words.cast(pl.Categorical),
        lambda: pl.Series(name, [rng.randbytes(3) for _ in range(rows)]), lambda: pl.Series(name, [None] * rows), lambda: days,
        lambda: days.reshape((rows, 1)), lambda: days.to_physical().cast(pl.Datetime(rng.choice(("ms", "us", "ns")))),
        lambda: days.to_physical().cast(pl.Int64).cast(pl.Duration("ms")),
        lambda: pl.Series(name, [2**64 - 1] * rows, dtype=pl.UInt64),
        lambda: pl.Series(name, [10**30] * rows, dtype=pl.Int128), lambda: column.cast(pl.Decimal(20, 6), strict=False),
        lambda: days.to_physical().cast(pl.Int64).cast(pl.Time), lambda: column.cast(pl.Boolean, strict=False),
    )  # fmt: skip
    return rng.choice(kinds)().alias(name)


def _as_parquet(rng: random.Random, rows: Rows) -> bytes:
    data = io.BytesIO()
    with contextlib.suppress(Exception):
        frame = pl.DataFrame(rows, infer_schema_length=None, strict=False)
        for name in rng.sample(frame.columns, k=min(rng.choice((0, 1, 1, 2)), frame.width)):
            with contextlib.suppress(Exception):
                frame = frame.with_columns(_retyped(rng, frame[name]))
        frame.write_parquet(data, compression=rng.choice(("zstd", "snappy", "uncompressed", "gzip")))
        return data.getvalue()
    return _as_text(rng, rows)


def _deep(rng: random.Random, _rows: Rows) -> bytes:
    depth = rng.choice((50, 2000, 200_000))
    return rng.choice((b"[" * depth, b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth))


def _stored(rng: random.Random, rows: Rows) -> bytes:
    forms = (_as_text, _as_json, _as_parquet, _deep)
    return _damaged(rng, rng.choices(forms, weights=(6, 6, 4, 0.3))[0](rng, rows))


def _damaged(rng: random.Random, data: bytes) -> bytes:
    if rng.random() < 0.6 or not data:
        return gzip.compress(data) if rng.random() < 0.05 else data
    bytes_of = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20))):
        at, kind = rng.randrange(len(bytes_of)), rng.randrange(4)
        if kind == 0:
            bytes_of[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            bytes_of[at:at] = rng.choice(
                (b"\0", b"\xff", b"9" * 400, b'"', b"\n", b"{", b"NaN", b"1e999", b"\xed\xa0\x80")
            )
        elif kind == 2:
            del bytes_of[at : at + rng.choice((1, 8, 200))]
        else:
            bytes_of[at:at] = bytes_of[at : at + rng.choice((1, 50, 2000))]
        if not bytes_of:
            return b""
    return bytes(bytes_of)


def _words(rng: random.Random) -> list[str]:
    """Options of the command, some of them wrong."""
    choices = (
        ["--scale", rng.choice(("logit", "percent", "probability", "x"))], ["--fake-is", "low"],
        ["--label-fake", rng.choice(ODD_TEXTS[1:]).replace("\0", "").replace("\ud800", "") or "x"],
        ["--map", rng.choice(MAPS)],
        ["--group-pattern", rng.choice(PATTERNS)],
        ["--threshold", rng.choice(("0", "1", "nan", "0.3", "1e-400"))], ["--aggregation", "mean_logit"],
    )  # fmt: skip
    return [word for words in rng.sample(choices, k=rng.choice((0, 0, 0, 1, 2))) for word in words]


def _scores(rng: random.Random, name: str) -> TableCase:
    rows = _plain(rng)
    what = _changed(rng, rows)
    words = _words(rng)
    files = {"table": _stored(rng, rows)}
    return TableCase(
        name=f"{name} scores {what} {words}", files=files, arguments=("scores", "table", "--out", "out", *words)
    )


def _labels(rng: random.Random, name: str) -> TableCase:
    rows = _plain(rng)
    scores = [{k: v for k, v in row.items() if k not in ("label", "group")} for row in rows]
    labels = [{k: row[k] for k in ("video", "label", "group")} for row in rows]
    what = _changed(rng, labels)
    files = {"scores.csv": _as_text(random.Random(0), scores), "labels": _stored(rng, labels)}
    return TableCase(
        name=f"{name} labels {what}",
        files=files,
        arguments=("scores", "scores.csv", "--labels", "labels", "--out", "out"),
    )


def _counts(rng: random.Random, name: str) -> TableCase:
    fields = ("real_correct", "real_total", "fake_correct", "fake_total")
    rows: Rows = [
        {"detector": f"d{i}", **dict(zip(fields, (40, 50, 12, 50), strict=True)), "real_acc": 0.8} for i in range(3)
    ]
    what = _changed(rng, rows)
    by_name = {str(row.get("detector")): {k: v for k, v in row.items() if k != "detector"} for row in rows}
    data = json.dumps(by_name).encode() if rng.random() < 0.5 else _stored(rng, rows)
    return TableCase(
        name=f"{name} counts {what}", files={"counts": data}, arguments=("scores", "counts", "--out", "out")
    )


def _manifest(rng: random.Random, name: str) -> TableCase:
    rows = [{k: row[k] for k in ("video", "label", "group", "method")} for row in _plain(rng)][:6]
    what = _changed(rng, rows)
    return TableCase(
        name=f"{name} manifest {what}",
        files={"m": _stored(rng, rows)},
        arguments=("corpus", "check", "m"),
        codes=frozenset({0, 1, 2}),
    )


_TOML = """[mine]
specialist = "reference:cm"
[other]
onnx = "detector.onnx"
input = { kind = "frame", size = 224, color = "rgb", mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225], crop = "full" }
output = { kind = "logits", fake = 1 }
expects = ["time"]
"""


def _settings(rng: random.Random, name: str) -> TableCase:
    text = _TOML
    for _ in range(rng.randint(0, 3)):
        old = rng.choice(
            ('"reference:cm"', "224", '"detector.onnx"', "0.485", '"logits"', "[mine]", '"frame"', '["time"]', "= 1")
        )
        new = rng.choice((
            "9" * 20, "9" * 5000, "-1", "nan", "inf", "1979-05-27", "[" * 3000 + "]" * 3000, '""', '"' + "x" * 100_000 + '"',
            "true", '"\\u0000"', '"a\\nb"', "{a = {b = 1}}", ".".join("a" * 3000) + " = 1", "[video]",
            "[footage]", '["\\u001b[31m"]',
            "[[mine]]", "".join(rng.choices(string.printable, k=8)),
        ))  # fmt: skip
        text = text.replace(old, new, 1)
    rows = _as_text(random.Random(1), [{"path": "a.mp4", "label": "real"}, {"path": "b.mp4", "label": "fake"}])
    files = {"d.toml": _damaged(rng, text.encode()), "m.csv": rows}
    arguments = ("analyze", "m.csv", "--detectors", "d.toml", "--out", "out", "--device", "cpu", "--workers", "1")
    return TableCase(name=f"{name} settings", files=files, arguments=arguments)


def main(arguments: Sequence[str]) -> None:
    """``python benchmarks/fuzz/tables.py SEED COUNT [FIRST]``: a line for each case that breaks a rule."""
    seed, count, first = (int(word) for word in (*arguments, "0")[:3])
    for number, case in enumerate(cases(seed, count)):
        if number >= first and (broken := check(case)) is not None:
            print(f"{case.name}: {broken}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
