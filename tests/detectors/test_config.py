import pytest

from touchstone.detectors.config import detector_spec, read_detectors
from touchstone.vocabulary.errors import UsageError


def config(tmp_path, text):
    path = tmp_path / "detectors.toml"
    path.write_text(text)
    return path


def test_paths_are_relative_to_the_file(tmp_path):
    path = config(tmp_path, '[mine]\nspecialist = "cm"\ncheckpoint = "models/cm.pt"\n')
    assert read_detectors(path) == (detector_spec("mine", specialist="cm", checkpoint=tmp_path / "models/cm.pt"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[a]\nspecialist = "tm_legaci"\ncheckpoint = "x"\n',
            "unknown specialist 'tm_legaci'; did you mean 'tm_legacy'",
        ),
        ('[a]\nspecialist = "cm"\ncheckpont = "x"\n', "unknown setting 'checkpont'; did you mean 'checkpoint'"),
        ('[a]\nspecialist = "cm"\n', r"\[a\] needs checkpoint"),
        ('specialist = "cm"\n', "is outside any section"),
        ("", "no detector"),
        ("[a", "not a TOML file"),
    ],
)
def test_mistakes_are_named(tmp_path, text, words):
    with pytest.raises(UsageError, match=words):
        read_detectors(config(tmp_path, text))


def test_a_folder_of_checkpoints_is_read_by_the_beginning_of_names(tmp_path):
    for name in ("cm_model_student.pt", "tm_legacy.safetensors", "tm_model.pth", "readme.txt", "cmx.pt"):
        (tmp_path / name).touch()
    assert [(s.name, s.settings.weights.name) for s in read_detectors(tmp_path)] == [
        ("cm", "cm_model_student.pt"),
        ("tm", "tm_model.pth"),
        ("tm_legacy", "tm_legacy.safetensors"),
    ]


def test_two_checkpoints_for_one_key_are_not_guessed_between(tmp_path):
    for name in ("cm_a.pt", "cm_b.pt"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError, match=r"cm_a\.pt and cm_b\.pt are both for cm"):
        read_detectors(tmp_path)


def test_an_empty_folder_says_how_files_must_be_called(tmp_path):
    with pytest.raises(UsageError, match="must begin with a specialist's key"):
        read_detectors(tmp_path)
