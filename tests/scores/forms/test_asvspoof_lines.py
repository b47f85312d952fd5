"""Lines of countermeasures: which column is the utterance, and which end of the scores is bona fide."""

from __future__ import annotations

import random

import polars as pl
import pytest

from touchstone.scores import Options, read_score_files


def lines(order: tuple[str, ...], seed: int, name: str = "LA_E_{}") -> tuple[str, dict[str, str]]:
    chance = random.Random(seed)
    rows, truth = list[str](), dict[str, str]()
    for i in range(40):
        spoof = i % 2 == 1
        score = round(chance.gauss(-1.5 if spoof else 1.5, 1), 3)
        cells = {
            "speaker": f"LA_{chance.randrange(6):04}", "utterance": name.format(1_000_000 + i), "system": "-",
            "attack": f"A{7 + i % 3:02}" if spoof else "-", "key": "spoof" if spoof else "bonafide", "score": str(score),
        }  # fmt: skip
        rows.append(" ".join(cells[name] for name in order))
        truth[cells["utterance"]] = "fake" if spoof else "real"
    return "\n".join(rows) + "\n", truth


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "order",
    [
        ("speaker", "utterance", "system", "attack", "key", "score"),
        ("utterance", "speaker", "attack", "system", "key", "score"),
        ("speaker", "utterance", "key", "score"),
        ("utterance", "key", "score"),
    ],
)
def test_the_utterance_is_the_video_and_the_speaker_the_group(tmp_path, order, seed):
    text, truth = lines(order, seed)
    (tmp_path / "s.txt").write_text(text)
    tables = read_score_files([tmp_path / "s.txt"]).tables
    assert dict(tables["videos"].select("video", "label").iter_rows()) == truth
    assert tables["videos"]["group"].drop_nulls().n_unique() == (6 if "speaker" in order else 0)
    both = tables["scores"].join(tables["videos"].select("video", "label"), on="video")
    mean = both.group_by("label").agg(pl.col("p_fake").mean())
    held = dict(mean.select("label", "p_fake").iter_rows())
    assert held["fake"] > held["real"]


def test_lines_of_add_are_high_for_what_is_genuine(tmp_path):
    rows = [(f"ADD_E_{i:08}.wav", i % 2 == 1, 0.2 + 0.02 * (i % 7) + 0.4 * (i % 2 == 0)) for i in range(40)]
    (tmp_path / "s.txt").write_text("".join(f"{name} {score:.4f}\n" for name, _, score in rows))
    (tmp_path / "labels.txt").write_text("".join(f"{name} {('genuine', 'fake')[fake]}\n" for name, fake, _ in rows))
    found = read_score_files([tmp_path / "s.txt"], [tmp_path / "labels.txt"])
    assert found.tables["scores"]["p_fake"].to_list() == pytest.approx([1 - round(score, 4) for _, _, score in rows])
    assert any("if high means spoof, say --fake-is high" in note for note in found.notes)


@pytest.mark.parametrize("header", ["", "file,score\n"])
def test_the_option_for_scores_of_sound_that_are_high_for_what_is_real_is_named(tmp_path, header):
    rows = [(f"a{i:03}.flac", i % 2 == 1, 0.2 + 0.02 * (i % 7) + 0.4 * (i % 2 == 0)) for i in range(40)]
    (tmp_path / "s.csv").write_text(header + "".join(f"{name},{score:.4f}\n" for name, _, score in rows))
    (tmp_path / "labels.csv").write_text("".join(f"{name},{('bona-fide', 'spoof')[fake]}\n" for name, fake, _ in rows))
    files = [tmp_path / "s.csv"], [tmp_path / "labels.csv"]
    found = read_score_files(*files)
    assert any("read as high for fake (--fake-is low turns them)" in note for note in found.notes)
    turned = read_score_files(*files, Options(fake_is="low"))
    assert turned.tables["scores"]["p_fake"].to_list() == pytest.approx([1 - round(score, 4) for _, _, score in rows])


def test_which_end_is_bona_fide_is_said_where_names_are_others(tmp_path):
    text, _ = lines(("utterance", "key", "score"), 0, "clip{}.wav")
    (tmp_path / "s.txt").write_text(text)
    notes = read_score_files([tmp_path / "s.txt"]).notes
    assert any("usually high for bona fide" in note and "--fake-is low turns them" in note for note in notes)
    turned = read_score_files([tmp_path / "s.txt"], options=Options(fake_is="low"))
    assert not any("usually high for bona fide" in note for note in turned.notes)
