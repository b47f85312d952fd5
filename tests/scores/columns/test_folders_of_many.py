"""Pictures in folders of generators and data sets are videos each; those in folders of videos are frames."""

import numpy as np
import pytest
from tests.scores.conftest import said

COUNT = 160


def read(place, key, *, seed=0, alike=0.0, count=COUNT, labelled=True, **options):
    """Scores of pictures whose folders differ by `alike` standard deviations, in any order; every other one is fake."""
    rng = np.random.default_rng(seed)
    rows, shifts = [], {}
    for i in range(count):
        path = key(i, i % 2, f"{rng.integers(10**8):08d}")
        shift = shifts.setdefault(path.rsplit("/", 1)[0], alike * rng.normal())
        p = 1 / (1 + np.exp(-(rng.normal() + shift + 1.7 * (i % 2) - 0.85)))
        rows.append((path, i % 2, round(float(p), 4)))
    rows = [rows[i] for i in rng.permutation(count)]
    scores = place.file("s.csv", "path,label,score\n" + "".join(f"{k},{y},{p}\n" for k, y, p in rows))
    if labelled:
        return place.read(scores, **options)
    scores = place.file("s.csv", "path,score\n" + "".join(f"{k},{p}\n" for k, _, p in rows))
    truth = place.file("l.csv", "path,label\n" + "".join(f"{k},{y}\n" for k, y, _ in rows))
    return place.read(scores, labels=[truth], **options)


def shape(found):
    return found.tables["videos"].height, set(found.tables["scores"]["unit"])


LAYOUTS = {
    "data set and generator": lambda i, y, n: f"{('coco', 'sd14')[y]}/{n}",
    "several of each": lambda i, y, n: f"{(('coco', 'ffhq')[i // 2 % 2], ('sd14', 'adm', 'stylegan2')[i // 2 % 3])[y]}/{n}",
    "a folder below": lambda i, y, n: f"{('original', 'Deepfakes')[y]}/images/{n}",
    "labels with numbers": lambda i, y, n: f"{('0_real', '1_fake')[y]}/images/{n}",
    "deep": lambda i, y, n: f"data/{('ffhq', 'stylegan2')[y]}/test/{n}",
    "many generators": lambda i, y, n: f"{('lsun', f'gen{i // 2 % 8}')[y]}/{n}",
    "objects": lambda i, y, n: f"{('photos', 'progan')[y]}/{('cat', 'dog', 'car')[i // 2 % 3]}/{n}",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["{i:05d}.png", "{n}.jpg", "img_{n}.png", "{i}.webp"])
@pytest.mark.parametrize("alike", [0.0, 0.3])
def test_pictures_of_a_generator_are_no_frames(place, layout, name, alike):
    found = read(place, lambda i, y, n: LAYOUTS[layout](i, y, name.format(i=i // 2, n=n)), alike=alike)
    assert shape(found) == (COUNT, {"video"})
    assert said(found, "so each picture counts as a video (if each folder is a video, say --rows-are frames)")


def test_the_option_makes_them_frames(place):
    found = read(place, lambda i, y, n: LAYOUTS["several of each"](i, y, f"{i:05d}.png"), rows_are="frames")
    assert shape(found) == (5, {"frame"})


@pytest.mark.parametrize("layout", ["data set and generator", "a folder below", "deep"])
def test_labels_in_a_file_change_nothing_where_folders_are_few(place, layout):
    found = read(place, lambda i, y, n: LAYOUTS[layout](i, y, f"{i:05d}.png"), labelled=False)
    assert shape(found) == (COUNT, {"video"})


@pytest.mark.parametrize("folder", ["vid{:03d}", "{:03d}", "data/x{}"])
@pytest.mark.parametrize(("folders", "alike"), [(20, 2.0), (6, 6.0)])
@pytest.mark.parametrize("seed", [1, 2])
def test_pictures_that_are_alike_in_their_folder_are_frames(place, folder, folders, alike, seed):
    key = lambda i, y, n: f"{folder.format(2 * (i // 2 % (folders // 2)) + y)}/{i // folders:04d}.png"  # noqa: E731
    assert shape(read(place, key, alike=alike, seed=seed, count=20 * folders)) == (folders, {"frame"})


@pytest.mark.parametrize("seed", [1, 2])
def test_many_folders_whose_pictures_are_no_more_alike_than_others_are_no_videos(place, seed):
    key = lambda i, y, n: f"{('real', 'fake')[y]}s_{i // 2 % 10}/{i // 20:04d}.png"  # noqa: E731
    assert shape(read(place, key, seed=seed, count=400)) == (400, {"video"})


def test_a_few_frames_of_each_video_stay_frames(place):
    key = lambda i, y, n: f"v{i // 8 * 2 + y}/{i % 8 // 2}.png"  # noqa: E731
    assert shape(read(place, key, count=80)) == (20, {"frame"})
