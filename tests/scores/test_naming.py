"""Names of files and their videos say together which detectors, data sets and splits the files hold."""

import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import UsageError

COUNT = 16
SETS = {name: [f"{name[0]}{i:03d}x.mp4" for i in range(COUNT)] for name in ("celeb", "dfdc", "wild", "mine")}


def write(place, name, keys, *, turned=False):
    rows = [
        f"{k},{'fake' if (i % 2 == 0) != turned else 'real'},{(i * 7 % 16) / 20 + 0.1:.3f}" for i, k in enumerate(keys)
    ]
    return place.file(name, "\n".join(["video,label,score", *rows]) + "\n")


def sets_of(found):
    """Detector and data set of the scores."""
    both = found.tables["scores"].join(found.tables["videos"].select("video", "dataset", "split"), on="video")
    return {(d, s): n for d, s, n in both.group_by("detector", "dataset").len().iter_rows()}


def grid(place, form, detectors=("meso", "caps"), sets=("celeb", "dfdc"), left=(), **options):
    pairs = [(d, s) for d in detectors for s in sets if (d, s) not in left]
    files = [write(place, form.format(d=d, s=s) + ".csv", SETS[s]) for d, s in pairs]
    return pairs, place.read(*files, **options)


@pytest.mark.parametrize(
    "form",
    ["{d}_{s}", "{s}-{d}", "scores.{d}.{s}.v2", "{d}/{s}", "{s}/{d}", "out/{d}/{s}_scores", "{d} on {s}", "{d}+{s}"],
)
@pytest.mark.parametrize("left", [(), (("caps", "dfdc"),)], ids=["whole", "without one"])
def test_two_detectors_over_two_data_sets(place, form, left):
    pairs, found = grid(place, form, left=left)
    assert sets_of(found) == dict.fromkeys(pairs, COUNT)
    assert found.tables["videos"].height == 2 * COUNT
    assert said(found, "2 detectors, meso, caps, over 2 data sets, celeb, dfdc")
    assert said(found, "to change this, say --files-are detectors")


def test_three_data_sets_and_names_that_a_capital_begins(place):
    pairs, found = grid(place, "{d}{s}", ("Meso", "EfficientNet"), ("celeb", "dfdc", "wild"))
    assert not pairs[0][1].istitle()  # Mesoceleb is one word
    assert len(sets_of(found)) == 6
    files = [write(place, f"{d}{s.title()}.csv", SETS[s]) for d, s in pairs]
    assert set(sets_of(place.read(*files))) == {(d.replace("tN", "t_N"), s.title()) for d, s in pairs}


def test_the_user_may_say_that_each_file_is_a_detector(place):
    _, found = grid(place, "{d}_{s}", files_are="detectors")
    assert sorted(found.tables["detectors"]["detector"]) == ["caps_celeb", "caps_dfdc", "meso_celeb", "meso_dfdc"]


def test_data_sets_whose_videos_have_equal_names_and_other_labels_stay_apart(place):
    files = [write(place, f"{d}_{s}.csv", SETS["mine"], turned=s == "b") for d in ("meso", "caps") for s in ("a", "b")]
    found = place.read(*files)
    assert sets_of(found) == {(d, s): COUNT for d in ("meso", "caps") for s in ("a", "b")}
    assert found.tables["videos"].height == 2 * COUNT


def test_names_that_say_two_data_sets_over_the_same_videos_are_a_question(place):
    files = [write(place, f"{d}_{s}.csv", SETS["mine"]) for d in ("meso", "caps") for s in ("celeb", "dfdc")]
    with pytest.raises(UsageError, match="all hold videos of the same names and labels"):
        place.read(*files)
    assert place.read(*files, files_are="detectors").tables["detectors"].height == 4


def test_two_kinds_of_words_over_the_same_videos_are_detectors(place):
    files = [write(place, f"{d}_{s}.csv", SETS["mine"]) for d in ("meso", "caps") for s in ("plain", "aug")]
    assert place.read(*files).tables["detectors"].height == 4


def test_names_that_are_a_product_over_other_videos_each_are_a_question_unless_they_name_data_sets(place):
    held = list(SETS.values())
    unknown = [
        write(place, f"{d}_{s}.csv", v) for (d, s), v in zip([(a, b) for a in "pq" for b in "xy"], held, strict=True)
    ]
    with pytest.raises(UsageError, match="p, q with each of x, y: nothing tells which are detectors"):
        place.read(*unknown)
    pairs = [(a, b) for a in ("meso", "caps") for b in ("FFpp", "DFDC")]
    found = place.read(*(write(place, f"{d}_{s}.csv", v) for (d, s), v in zip(pairs, held, strict=True)))
    assert sets_of(found) == dict.fromkeys(pairs, COUNT)


def splits_of(found):
    counts = found.tables["videos"].drop_nulls("split")["split"].value_counts()
    return dict(counts.iter_rows())


@pytest.mark.parametrize(
    "form", ["{}", "scores_{}", "{}-net", "net.{}.v2", "{}/scores", "run1/{}", "scores_{}set", "my{}"]
)
def test_names_that_differ_by_a_split_are_splits_of_one_detector(place, form):
    files = [
        write(place, form.format(s.title() if form == "my{}" else s) + ".csv", SETS[k])
        for s, k in (("train", "celeb"), ("test", "dfdc"))
    ]
    found = place.read(*files)
    assert {word.lower().removesuffix("set"): n for word, n in splits_of(found).items()} == {
        "train": COUNT,
        "test": COUNT,
    }
    assert found.tables["detectors"].height == 1
    assert said(found, "--split all pools them; to change this, say --files-are detectors")
    assert place.read(*files, files_are="detectors").tables["detectors"].height == 2


def test_two_detectors_over_two_splits(place):
    found = place.read(
        *(
            write(place, f"{d}_{s}.csv", SETS[k])
            for d in ("meso", "caps")
            for s, k in (("val", "celeb"), ("test", "dfdc"))
        )
    )
    assert splits_of(found) == {"val": COUNT, "test": COUNT}
    assert sorted(found.tables["detectors"]["detector"]) == ["caps", "meso"]


def test_two_data_sets_over_two_splits(place):
    names = ["celeb_train", "celeb_test", "dfdc_train", "dfdc_test"]
    found = place.read(*(write(place, f"{n}.csv", v) for n, v in zip(names, SETS.values(), strict=True)))
    assert splits_of(found) == {"train": 2 * COUNT, "test": 2 * COUNT}
    assert sets_of(found) == {("detector", "celeb"): 2 * COUNT, ("detector", "dfdc"): 2 * COUNT}


def test_one_word_for_a_split_in_all_names_is_none(place):
    found = place.read(write(place, "meso_test.csv", SETS["mine"]), write(place, "caps_test.csv", SETS["mine"]))
    assert splits_of(found) == {}
    assert sorted(found.tables["detectors"]["detector"]) == ["caps_test", "meso_test"]


def test_videos_in_two_splits_are_a_question_with_two_ways_out(place):
    leaked = SETS["dfdc"][:-3] + SETS["celeb"][-3:]
    files = write(place, "train.csv", SETS["celeb"]), write(place, "test.csv", leaked)
    with pytest.raises(UsageError, match="say the splits train, test, and 3 videos are in several of them"):
        place.read(*files)
    assert splits_of(place.read(*files, files_are="datasets")) == {"train": COUNT, "test": COUNT}


def test_a_column_of_splits_counts_before_names_of_files(place):
    text = "video,label,score,split\na,fake,0.9,val\nb,real,0.2,val\n"
    found = place.read(
        place.file("n_train.csv", text), place.file("n_test.csv", text.replace("a,", "c,").replace("b,", "d,"))
    )
    assert splits_of(found) == {"val": 4}


@pytest.mark.parametrize(
    "form",
    ["s_rank{}", "net.part{}of3", "part-0000{}-of-00003", "a/shard{}", "out_chunk_{}", "net-gpu{}", "xc_{}of3", "w Worker {}"],
)
def test_the_parts_of_one_table_are_one_detector_without_data_sets(place, form):
    files = [write(place, f"{form.format(i)}.csv", SETS[s]) for i, s in enumerate(("celeb", "dfdc", "wild"))]
    found = place.read(*files[::-1])
    assert list(sets_of(found).values()) == [3 * COUNT]
    assert found.tables["videos"]["dataset"].null_count() == 3 * COUNT
    assert said(found, "3 files share no video and are the parts of one table")
    assert len(sets_of(place.read(*files, files_are="datasets"))) == 3
    assert found.tables["detectors"].height == 1
    assert place.read(*files, files_are="detectors").tables["detectors"].height == 3


def overlapping(place, *, shared=2, again=lambda p: p):
    """Two parts of one table; the second begins with the last rows of the first."""
    rows = [f"v{i}.mp4,{('real', 'fake')[i % 2]},{0.3 + i % 2 / 3 + i / 200:.3f}" for i in range(40)]
    last = [",".join([*row.split(",")[:2], again(row.split(",")[2])]) for row in rows[20 - shared : 20]]
    texts = ("\n".join(["video,label,score", *part]) + "\n" for part in (rows[:20], [*last, *rows[20:]]))
    return [place.file(f"rank{i}.csv", text) for i, text in enumerate(texts)]


def test_parts_that_share_equal_rows_are_one_table_in_which_these_count_once(place):
    found = place.read(*overlapping(place))
    assert found.tables["videos"].height == found.tables["scores"].height == 40
    assert found.tables["detectors"].height == 1
    assert said(found, "2 files share 2 videos, with equal scores, which count once, and are the parts of one table")
    as_sets = place.read(*overlapping(place), files_are="datasets")
    assert as_sets.tables["videos"].height == as_sets.tables["scores"].height == 40
    assert as_sets.tables["videos"]["dataset"].n_unique() == 2
    assert place.read(*overlapping(place), files_are="detectors").tables["detectors"].height == 2


def test_numbered_files_that_share_videos_with_other_scores_are_no_parts(place):
    found = place.read(*overlapping(place, shared=10, again=lambda p: f"{float(p) / 2:.4f}"))
    assert found.tables["detectors"].height == 2


def test_numbered_files_of_the_same_videos_are_no_parts(place):
    files = [write(place, f"net_part{i}.csv", SETS["celeb"]) for i in (1, 2)]
    assert sorted(place.read(*files).tables["detectors"]["detector"]) == ["net_part1", "net_part2"]


@pytest.mark.parametrize("names", [("meso.csv", "caps.csv"), ("b_x.csv", "b_y.csv")])
def test_files_of_the_same_videos_whose_labels_are_all_opposite_are_a_question(place, names):
    files = [write(place, name, SETS["celeb"], turned=bool(i)) for i, name in enumerate(names)]
    with pytest.raises(UsageError, match=r"nearly all have the other label.*say --files-are datasets"):
        place.read(*files)
    assert place.read(*files, files_are="datasets").tables["videos"].height == 2 * COUNT


def test_a_file_for_each_label_is_no_question_of_turned_labels(place):
    rows = [f"{k},{(i * 7 % 16) / 20 + 0.1:.3f}" for i, k in enumerate(SETS["celeb"])]
    texts = {y: "\n".join(["video,score,label", *(f"{row},{y}" for row in rows)]) + "\n" for y in ("real", "fake")}
    found = place.read(place.file("real.csv", texts["real"]), place.file("Deepfakes.csv", texts["fake"]))
    assert found.tables["videos"]["label"].value_counts().sort("label")["count"].to_list() == [COUNT, COUNT]


def test_only_a_detector_that_two_files_hold_for_one_video_gets_another_name(place):
    labels = [f"{'fake' if i % 2 else 'real'},{(i * 7 % 16) / 20 + 0.1:.3f}" for i in range(COUNT)]
    rows = [[f"{k},{d},{rest}" for k, rest in zip(SETS["celeb"], labels, strict=True)] for d in "abc"]
    texts = ["\n".join(["video,detector,label,score", *more]) + "\n" for more in (rows[0] + rows[1], rows[1] + rows[2])]
    found = place.read(*(place.file(f"{name}.csv", text) for name, text in zip(("one", "two"), texts, strict=True)))
    assert sorted(found.tables["detectors"]["detector"]) == ["a", "b", "b (two)", "c"]


@pytest.mark.parametrize("score", ["p_fake", "p_spoof"])
def test_a_file_that_is_called_as_a_column_of_it_holds_two_detectors(place, score):
    """Scores without a name of their own are called as their file; ``p_speech`` in ``speech.csv`` is called so already."""
    rows = "".join(f"v{i}.wav,{('real', 'fake')[i % 2]},0.{i + 1},0.{(5 * i) % 8 + 1}\n" for i in range(8))
    found = place.read(place.file("speech.csv", f"video,label,{score},p_speech\n{rows}"))
    scores = found.tables["scores"]
    assert sorted(scores["detector"].unique()) == ["speech", "speech (speech.csv)"]
    assert scores.filter(detector="speech (speech.csv)")["p_fake"].sort().to_list() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
