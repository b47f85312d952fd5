"""Files that spell the paths of the same videos differently are read as files over the same videos, or a question is asked."""

import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import UsageError

COUNT = 24


def write(place, name, keys, *, turned=False, score="score"):
    labels = ["fake" if (i % 2 == 0) != turned else "real" for i in range(len(keys))]
    rows = [
        f"{key},{label},{0.1 + 0.8 * i / len(keys):.4f}"
        for i, (key, label) in enumerate(zip(keys, labels, strict=True))
    ]
    return place.file(name, "\n".join([f"video,label,{score}", *rows]) + "\n")


def keys(head="", end=".mp4", count=COUNT):
    return [f"{head}{i:03d}{end}" for i in range(count)]


def shape(found):
    return found.tables["videos"].height, sorted(found.tables["detectors"]["detector"])


@pytest.mark.parametrize("files_are", [None, "detectors"])
@pytest.mark.parametrize(
    ("one", "two"),
    [
        (keys("/a/test/"), keys("/b/test/")),
        (keys("D:\\data\\"), keys()),
        (keys(), keys("", "")),
        (keys("/x/", ".MP4"), keys("/y/z/", ".npy")),
        (keys("//host/share/set/"), keys("./set/")),
        (keys("/a/")[::-1], keys("b/")),
    ],
    ids=["roots", "windows", "no suffix", "other suffix", "share", "order"],
)
def test_paths_that_end_alike_are_the_same_videos(place, one, two, files_are):
    turned = one[0][-7:] != two[0][-7:] and one[-1].endswith("000.mp4")
    found = place.read(
        write(place, "meso.csv", one), write(place, "caps.csv", two, turned=turned, score="prob"), files_are=files_are
    )
    assert shape(found) == (COUNT, ["caps", "meso"])
    assert found.tables["scores"].height == 2 * COUNT
    assert said(found, f"{COUNT} of {COUNT} videos of")


def test_detectors_in_one_table_may_spell_paths_differently_too(place):
    rows = [
        f"{d},{k},{'fake' if i % 2 else 'real'},0.{i + 10}"
        for d, h in (("m", "/a/"), ("c", "/b/"))
        for i, k in enumerate(keys(h))
    ]
    found = place.read(place.file("all.csv", "\n".join(["detector,video,label,score", *rows]) + "\n"))
    assert shape(found) == (COUNT, ["c", "m"])
    assert said(found, f"{COUNT} of {COUNT} videos of c are those of m under other paths")


def test_three_files_of_three_roots_are_three_detectors(place):
    found = place.read(
        *(write(place, f"{n}.csv", keys(f"/{n[0]}{i}/v/")) for i, n in enumerate(["meso", "caps", "xcep"]))
    )
    assert shape(found) == (COUNT, ["caps", "meso", "xcep"])


def test_the_user_may_say_that_they_are_different_videos(place):
    files = write(place, "meso.csv", keys("/a/")), write(place, "caps.csv", keys("/b/"))
    assert said(place.read(*files), "if they are different videos, say --files-are datasets")
    assert place.read(*files, files_are="datasets").tables["videos"].height == 2 * COUNT


def test_a_name_that_stands_once_here_and_twice_there_is_a_question_with_a_key_of_either_side(place):
    files = write(place, "meso.csv", [*keys("/a/x/"), *keys("/a/y/")]), write(place, "caps.csv", keys())
    for files_are in (None, "detectors"):
        with pytest.raises(UsageError, match=r"as '000\.mp4' beside '/a/x/000\.mp4'") as error:
            place.read(*files, files_are=files_are)
        assert "\n" not in str(error.value)
    assert place.read(*files, files_are="datasets").tables["videos"].height == 3 * COUNT


@pytest.mark.parametrize(
    ("heads", "turned"),
    [
        (("/data/train/", "/data/test/"), False),
        (("/data/DFDC/", "/data/Celeb-DF-v2/"), False),
        (("/a/", "/b/"), True),
    ],
    ids=["splits", "data sets", "labels"],
)
def test_videos_stay_apart_where_paths_or_labels_say_that_they_are_others(place, heads, turned):
    found = place.read(write(place, "n_1.csv", keys(heads[0])), write(place, "n_2.csv", keys(heads[1]), turned=turned))
    assert found.tables["videos"].height == 2 * COUNT


def test_files_that_share_whole_names_spell_the_others_as_they_are(place):
    originals = keys("original/")
    one, two = [*originals, *keys("swap/")], [*originals, *keys("lips/")]
    found = place.read(write(place, "a.csv", one), write(place, "b.csv", two))
    assert found.tables["videos"].height == 3 * COUNT


def test_folders_that_the_names_of_the_files_say_are_a_question(place):
    files = write(place, "rome.csv", keys("/x/rome/")), write(place, "oslo.csv", keys("/x/oslo/"))
    with pytest.raises(UsageError, match="if they are the same videos, say --files-are detectors"):
        place.read(*files)
    assert place.read(*files, files_are="detectors").tables["videos"].height == COUNT
    assert place.read(*files, files_are="datasets").tables["videos"].height == 2 * COUNT


def test_a_third_of_the_names_is_a_question_and_a_few_are_an_accident(place):
    one = keys("/a/")
    with pytest.raises(UsageError, match=r"8 names of .*caps\.csv are in"):
        place.read(
            write(place, "meso.csv", one), write(place, "caps.csv", [*keys("/b/", count=8), *keys("/b/n", count=16)])
        )
    few = [*keys("/b/", count=4), *keys("/b/n", count=20)]
    assert place.read(write(place, "meso.csv", one), write(place, "few.csv", few)).tables["videos"].height == 2 * COUNT
