import pytest

from touchstone.detectors.config import LARGEST_TOML, detector_spec, read_detectors
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
        (
            f"[a]\n\nx = -{'9' * 5000}\n",
            "detectors.toml, line 3 holds a number of thousands of digits; write a shorter one$",
        ),
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("a = " + "9" * 5000, "line 1 holds a number of thousands of digits; write a shorter one"),
        ("#" * (LARGEST_TOML + 1), "so it is not a list of detectors"),
        ("[footage]\nspecialist = 'cm'", "is what findings call something else"),
        ('[" "]\nspecialist = "cm"', "has a name that cannot be seen"),
        (f"[{'n' * 1001}]\nspecialist = 'cm'", "has 1,001 characters"),
        (f"['{'x' * 50_000}']\nspecialist = {'9' * 400}", "has 50,000 characters"),
        (f"[a]\nspecialist = '{'x' * 100_000}'", "a"),
        ('[a]\nspecialist = "cm"\ncheckpoint = "x\\u0000.pt"', r"\[a\] checkpoint holds a NUL character"),
        ("".join(f'[d{n}]\nspecialist = "reference:cm"\n' for n in range(1001)), "1,001 detectors are more than the 1,000"),
        ("[a]\nspecialist = " + "[" * 100 + "]" * 100, "a"),
    ],
)
def test_settings_of_any_size_and_depth_are_refused_in_one_line(tmp_path, text, words):
    path = tmp_path / "detectors.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=words) as error:
        read_detectors(path)
    assert str(error.value).startswith(str(path))
    assert len(str(error.value).splitlines()) == 1
    assert len(str(error.value)) <= 1500


@pytest.mark.parametrize("name", ["video", "label", "group", "source", "n" * 300])
def test_a_detector_may_be_called_like_a_column(tmp_path, name):
    path = tmp_path / "detectors.toml"
    path.write_text(f'[{name}]\nspecialist = "reference:cm"\n')
    assert [spec.name for spec in read_detectors(path)] == [name]
