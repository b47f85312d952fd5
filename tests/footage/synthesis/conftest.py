import pytest

from touchstone.detectors.inference import Silent
from touchstone.footage.synthesis import Plan, build_corpus


@pytest.fixture(scope="session")
def tiny():
    """A plan of six clips of half a second."""
    return Plan(seed=3, clips=6, splits=(("train", 0.67), ("test", 0.33)), seconds=(0.5, 0.6))


@pytest.fixture(scope="session")
def built(tiny, tmp_path_factory):
    """That plan, built."""
    folder = tmp_path_factory.mktemp("corpus") / "corpus"
    build_corpus(folder, tiny, Silent(), workers=1)
    return folder
