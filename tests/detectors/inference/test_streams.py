"""Networks side by side: the same rows in the same order, whoever computes them, and nothing begins after an error."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.detectors.inference.test_engine import HOW, TABLES, detectors, read

from touchstone.detectors.inference import (
    ReadingSettings,
    ScoringSettings,
    Silent,
    engine,
    score,
    score_corpus,
    streams,
)
from touchstone.detectors.inference.noise import noise_input
from touchstone.detectors.inference.streams import ComputeStreams, streams_for
from touchstone.detectors.kinds import DetectorCard, forget, kinds
from touchstone.detectors.specialists import SpecialistDetector, build_network, fold
from touchstone.detectors.specialists.ready import ReadySpecialist
from touchstone.testing import BrightnessDetector
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.laps import Laps
from touchstone.vocabulary.tables import SCORES, read_table


class Beside(BrightnessDetector):
    """May be called by several threads at once; knows which called it, and with how many threads of torch."""

    concurrent = True

    def __init__(self, name="beside", **how):
        super().__init__(name, **how)
        self.callers = set()

    def score(self, pictures):
        time.sleep(0.002 * (len(self.calls) % 3))  # so that they end in another order than they begin
        self.callers.add((threading.current_thread(), torch.get_num_threads()))
        return super().score(pictures)


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(streams, "cores", lambda: 2)


@pytest.mark.usefixtures("two_cores")
def test_tables_are_those_of_one_after_the_other(footage, tmp_path):
    both = [Beside("bright"), Beside("clips", kind="clip", frames=4)]
    score_corpus(footage.entries, detectors(), tmp_path / "one", HOW, Silent())
    laps = Laps()
    score_corpus(footage.entries, both, tmp_path / "two", replace(HOW, streams=True), Silent(), laps)
    one, two = read(tmp_path / "one"), read(tmp_path / "two")
    for table in TABLES:
        assert_frame_equal(one[table.name], two[table.name])
    streamed = {thread for detector in both for thread, _ in detector.callers if thread is not threading.main_thread()}
    assert len(streamed) == 2
    assert {count for detector in both for _, count in detector.callers} == {1}
    seen = laps.times(2)
    assert {lap.of for lap in seen.laps if lap.stage == "networks"} == {"bright", "clips"}
    assert sum(lap.seconds for lap in seen.laps) <= seen.wall


@pytest.mark.usefixtures("two_cores")
def test_a_detector_that_is_not_concurrent_has_the_main_thread_and_all_cores(footage, tmp_path, monkeypatch):
    class Alone(Beside):
        concurrent = False

    for module in (score, engine):
        monkeypatch.setattr(module, "cores", lambda: 3)
    alone, beside = Alone("alone"), Beside()
    score_corpus(footage.entries, [alone, beside], tmp_path, replace(HOW, streams=True), Silent())
    assert alone.callers == {(threading.main_thread(), 3)}
    assert len({thread for thread, _ in beside.callers}) > 1
    assert {count for _, count in beside.callers} == {1}


@pytest.mark.usefixtures("two_cores")
def test_an_error_of_the_machine_ends_the_run_and_what_waits_never_begins(footage, tmp_path, monkeypatch):
    begun = threading.Event()

    class Hungry(Beside):
        def score(self, pictures):
            if len(pictures) > 2:  # not in the passes for the estimate
                begun.set()
                raise MemoryError
            return super().score(pictures)

    class Slow(Beside):
        def score(self, pictures):
            if begun.is_set():
                time.sleep(0.2)
            return super().score(pictures)

    after = Slow("after")
    how = replace(HOW, streams=True, batch_videos=9, batch_size=3)
    with pytest.raises(RunError, match="beside ran out of memory; try a batch size below 3"):
        score_corpus(footage.entries, [Hungry(), after], tmp_path, how, Silent())
    assert len(after.calls) < 2 + 51 // 3  # of 51 pictures, and two passes for the estimate
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("stream")]


def test_a_detector_that_works_in_place_changes_nothing_for_the_others(footage, tmp_path):
    class InPlace(BrightnessDetector):
        def score(self, pictures):
            pictures //= 2
            return super().score(pictures)

    score_corpus(footage.entries, [InPlace("first"), BrightnessDetector()], tmp_path, HOW, Silent())
    scores = read_table(SCORES, tmp_path / "tables")
    alone = tmp_path / "alone"
    score_corpus(footage.entries, [BrightnessDetector()], alone, HOW, Silent())
    assert_frame_equal(scores.filter(pl.col("detector") == "bright"), read_table(SCORES, alone / "tables"))


def test_the_estimate_counts_what_is_shared_once(monkeypatch):
    seen: set[bytes] = set()

    class Shares(Beside):
        def score(self, pictures):
            seen.add(pictures.tobytes())
            return super().score(pictures)

    monkeypatch.setattr(engine.time, "perf_counter", lambda: float(len(seen)))  # a second for what nobody has computed
    how = ScoringSettings(reading=ReadingSettings(frames=8), batch_size=4)
    chosen = engine._networks([Shares("a"), Shares("b")], how, ComputeStreams(count=2, threads=1))
    assert chosen.wall == pytest.approx(4 / 2)  # four passes of two pictures, on two streams
    alone = engine._networks([Shares("a"), BrightnessDetector()], how, ComputeStreams(count=2, threads=1))
    assert alone.wall == 0.0  # all was seen


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 128), st.integers(0, 9), st.integers(0, 3), st.integers(1, 64), st.integers(1, 64), st.integers(0, 200 << 30)
)
def test_streams_stay_within_cores_and_memory(cores, concurrent, alone, frames, batch_size, free):
    detectors = [Beside() for _ in range(concurrent)] + [BrightnessDetector() for _ in range(alone)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "cores", lambda: cores)
        patch.setattr(streams, "free_memory", lambda: free)
        chosen = streams_for(detectors, 8, frames, batch_size)
    assert 1 <= chosen.count <= cores
    if free and chosen.count > 1:
        assert chosen.count * batch_size * streams.MEMORY_OF_PICTURE <= free
    assert chosen.count <= max(1, concurrent * -(-8 * frames // batch_size))
    assert chosen.threads * chosen.count <= cores
    if concurrent == 0:
        assert chosen == ComputeStreams(count=1, threads=cores)


def test_threads_do_not_depend_on_memory(monkeypatch):
    monkeypatch.setattr(streams, "cores", lambda: 64)
    seen = set()
    for gibibytes in (0.1, 1, 4, 500):
        monkeypatch.setattr(streams, "free_memory", lambda gibibytes=gibibytes: int(gibibytes * 2**30))
        seen.add(streams_for([Beside()], 8, 8, 8).threads)
    assert seen == {8}  # of 64 cores, with 8 parts of a batch of videos


def test_one_stream_is_the_calling_thread():
    before = torch.get_num_threads()
    with ComputeStreams(count=1, threads=1).open() as pool:
        assert pool is None
        assert torch.get_num_threads() == 1
    with ComputeStreams(count=2, threads=1).open() as pool:
        assert isinstance(pool, ThreadPoolExecutor)
        assert pool.submit(torch.get_num_threads).result() == 1
    assert torch.get_num_threads() == before


@pytest.fixture(params=["cm", "reference:ll"])
def network(request):
    if request.param == "cm":
        ready = ReadySpecialist(
            network=fold(build_network("cm").eval()), layout="cm", sha256="0" * 64, parameters=0
        )  # fmt: skip
        return SpecialistDetector(DetectorCard(name="cm", kind="specialist"), ready, torch.device("cpu"))
    chosen = kinds()["specialist"].settings(specialist=request.param)
    return kinds()["specialist"].load(chosen, "ll", torch.device("cpu"), forget)


def test_networks_answer_the_same_from_several_threads(network):
    assert network.concurrent
    pictures = [noise_input(network.card.input, count) for count in (1, 2, 1)]
    with ComputeStreams(count=1, threads=1).open():
        alone = [network.score(part) for part in pictures]
    with ComputeStreams(count=3, threads=1).open() as pool:
        assert pool is not None
        beside = list(pool.map(network.score, pictures * 2))
    for k, answer in enumerate(beside):
        np.testing.assert_array_equal(answer, alone[k % len(pictures)])
