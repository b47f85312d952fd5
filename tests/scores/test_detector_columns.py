"""Columns called `model` or `network` that name no detector: no video has two of their values."""

import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import TableError


def read(place, column, value, **options):
    rows = [f"v{i},{'fake' if i % 2 else 'real'},{value(i)},{0.1 + 0.03 * i:.3f}" for i in range(24)]
    return place.read(place.file("s.csv", "\n".join([f"video,label,{column},prob", *rows])), **options)


def generator(i):
    return ("sora", "runway", "pika")[i % 3] if i % 2 else "camera"


@pytest.mark.parametrize("column", ["model", "system_id", "architecture", "network"])
@pytest.mark.parametrize("value", [generator, lambda i: generator(i) if i % 2 else ""])
def test_values_of_one_label_each_say_how_fakes_were_made(place, column, value):
    found = read(place, column, value)
    videos = found.tables["videos"]
    assert found.tables["detectors"]["detector"].to_list() == ["s"]
    assert set(videos.filter(label="fake")["method"]) == {"sora", "runway", "pika"}
    assert videos.filter(label="real")["method"].null_count() == 12
    assert said(found, "so it names no detector")
    assert said(found, f"so it names no detector (if it does, say --map detector={column})") == bool(value(0))


def test_the_option_of_the_note_makes_them_detectors(place):
    assert read(place, "model", generator, columns={"detector": "model"}).tables["detectors"].height == 4


def test_a_network_of_both_labels_is_a_property_and_a_model_a_detector_unless_said(place):
    def value(i):
        return "CNN" if i % 3 else "BBC"

    assert read(place, "network", value).tables["detectors"].height == 1
    found = read(place, "model", value)
    assert found.tables["detectors"].height == 2
    ways = "say --map method=model; if something else, --map property_model=model"
    assert said(found, f"detector: column 'model' (if it says how fakes were made, {ways})")
    assert read(place, "model", value, columns={"method": "model"}).tables["detectors"].height == 1


def test_rows_without_a_detector_are_named_with_the_option(place):
    path = place.file("s.csv", "video,label,model,prob\na,real,m,0.1\na,real,,0.2\nb,fake,m,0.9\nb,fake,n,0.8\n")
    with pytest.raises(TableError, match="--map method=model if it says how fakes were made"):
        place.read(path)
    assert place.read(path, columns={"method": "model"}).tables["detectors"].height == 1
