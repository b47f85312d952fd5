import pytest
from tests.conftest import moving_square

from touchstone.footage.corpus import open_corpus
from touchstone.footage.media import write_video


@pytest.fixture(scope="session")
def footage(tmp_path_factory):
    """Seven good clips and two that cannot be read."""
    root = tmp_path_factory.mktemp("footage")
    for number in range(7):
        path = root / ("real", "fake")[number % 2] / f"{number}.mp4"
        path.parent.mkdir(exist_ok=True)
        frames = 3 if number == 6 else 20
        write_video(path, moving_square(frames, seed=number), 25)
    (root / "real/broken.mp4").write_bytes(b"not a video")
    (root / "fake/empty.mp4").touch()
    return open_corpus(root)
