"""Columns that name the video that another was made from, under any name; numbers with a fraction name none."""

import numpy as np
import pytest

from touchstone.scores import Options, read_score_files

COUNT = 60


def read(tmp_path, column, cells, names, labels, seed, *, beside="score", columns=None, label_file=False):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(names))
    rows = [f"{names[i]},{labels[i]},{cells[i]},{rng.uniform():.4f}" for i in order]
    path = tmp_path / "s.csv"
    if label_file:
        truth = tmp_path / "labels.csv"
        truth.write_text("\n".join(["video,label", *(f"{n},{y}" for n, y in zip(names, labels, strict=True))]) + "\n")
        rows = [",".join(line.split(",")[:1] + line.split(",")[2:]) for line in rows]
        path.write_text("\n".join([f"video,{column},{beside}", *rows]) + "\n")
        return read_score_files([path], [truth], Options(columns=columns or {}))
    path.write_text("\n".join([f"video,label,{column},{beside}", *rows]) + "\n")
    return read_score_files([path], (), Options(columns=columns or {}))


def groups(found):
    return found.tables["videos"]["group"].drop_nulls().n_unique()


def lineage(form, of_real, seed):
    rng = np.random.default_rng(seed)
    reals = [f"r{i:03d}" for i in range(COUNT)]
    made = [form.format(reals[i]) for i in rng.integers(COUNT, size=COUNT)]
    names = [f"{r}.mp4" for r in reals] + [f"k{i:03d}.mp4" for i in range(COUNT)]
    return [*(of_real.format(r) for r in reals), *made], names, ["real"] * COUNT + ["fake"] * COUNT


@pytest.mark.parametrize("column", ["orig_video", "derived_from", "from", "made_of", "x7"])
@pytest.mark.parametrize(("form", "of_real"), [("{}.mp4", ""), ("{}", "{}"), ("data/{}.avi", "none"), ("{}.mp4", "{}.mp4")])
@pytest.mark.parametrize("label_file", [False, True])
def test_a_column_of_any_name_whose_words_are_videos_of_the_table_names_what_they_were_made_from(
    tmp_path, column, form, of_real, label_file
):
    cells, names, labels = lineage(form, of_real, seed=len(column))
    found = read(tmp_path, column, cells, names, labels, 1, label_file=label_file)
    assert groups(found) == COUNT
    assert any(f"say --map property_{column}={column}" in note for note in found.notes)
    way = {f"property_{column}": column}
    assert not groups(read(tmp_path, column, cells, names, labels, 1, label_file=label_file, columns=way))


@pytest.mark.parametrize("column", ["nearest", "next", "related"])
@pytest.mark.parametrize("seed", [1, 2])
def test_words_that_lead_from_any_video_to_any_other_are_no_lineage(tmp_path, column, seed):
    rng = np.random.default_rng(seed)
    names = [f"v{i:03d}.mp4" for i in range(2 * COUNT)]
    cells = [names[i] for i in rng.permutation(2 * COUNT)]
    assert not groups(read(tmp_path, column, cells, names, ["real", "fake"] * COUNT, seed))


@pytest.mark.parametrize("column", ["target", "source", "original", "reference", "base"])
@pytest.mark.parametrize("digits", [1, 3, 5])
@pytest.mark.parametrize("scale", [1, 50])
def test_numbers_with_a_fraction_name_no_video(tmp_path, column, digits, scale):
    rng = np.random.default_rng(digits)
    cells = [str(round(scale * rng.uniform(), digits)) for _ in range(2 * COUNT)]
    found = read(tmp_path, column, cells, [*range(2 * COUNT)], [0, 1] * COUNT, 3)
    assert not groups(found)


@pytest.mark.parametrize("scale", [1, 100])
def test_answers_and_labels_of_a_contest_in_columns_of_one_name_have_no_lineage(tmp_path, scale):
    rng = np.random.default_rng(3)
    truth, answers = tmp_path / "solution.csv", tmp_path / "submission.csv"
    truth.write_text("id,target\n" + "".join(f"{i},{i % 2}\n" for i in range(100)))
    answers.write_text("id,target\n" + "".join(f"{i},{scale * rng.uniform():.4f}\n" for i in range(100)))
    options = Options() if scale == 1 else Options(columns={"p_fake": "target"}, scale="percent")
    found = read_score_files([answers], [truth], options)
    assert found.tables["videos"].height == 100
    assert not groups(found)


def test_what_videos_were_made_from_is_found_below_thousands_of_rows_that_say_nothing(tmp_path):
    reals = [f"r{i:05d}" for i in range(3000)]
    names = [f"{r}.mp4" for r in reals] + [f"k{i:03d}.mp4" for i in range(COUNT)]
    rows = [f"{n},real,,0.2" for n in names[:3000]] + [f"{n},fake,{r}.mp4,0.8" for n, r in zip(names[3000:], reals, strict=False)]
    path = tmp_path / "s.csv"
    path.write_text("\n".join(["video,label,derived_from,score", *rows]) + "\n")
    assert groups(read_score_files([path])) == 3000
