import numpy as np
import pytest

from touchstone.training.reading import Sight, sight_of
from touchstone.training.store import SHARD, Store

SIGHT = Sight("cm", (2, 3), "uint8")


@pytest.fixture
def store(tmp_path):
    filled = Store(tmp_path / "cm", SIGHT, SHARD + 5, "one")
    for shard in filled.shards:
        filled.put(shard, [np.full((2, 3), row, np.uint8) if row % 4 else f"no {row}" for row in filled.rows(shard)])
    return filled


def test_clips_come_back_by_number_and_reasons_with_them(store, tmp_path):
    again = Store(tmp_path / "cm", SIGHT, SHARD + 5, "one")
    assert all(again.has(shard) for shard in again.shards)
    assert not again.replaced
    rows = np.array([SHARD + 1, 3, 3, 0])
    assert again.take(rows)[:, 0, 0].tolist() == [SHARD + 1, 3, 3, 0]
    assert again.reasons()[:6] == ["no 0", None, None, None, "no 4", None]
    assert len(again.reasons()) == SHARD + 5


@pytest.mark.parametrize("ending", ["npy", "json"])
def test_a_torn_shard_is_not_there(store, tmp_path, ending):
    path = tmp_path / "cm" / f"00001.{ending}"
    path.write_bytes(path.read_bytes()[:-3])
    assert (store.has(0), store.has(1)) == (True, False)
    path.unlink()
    assert not store.has(1)


def test_another_digest_or_count_empties_the_folder(store, tmp_path):
    other = Store(tmp_path / "cm", SIGHT, SHARD + 5, "two")
    assert other.replaced
    assert not any(other.has(shard) for shard in other.shards)
    assert Store(tmp_path / "cm", SIGHT, SHARD, "two").replaced


def test_specialists_that_see_the_same_share_it():
    assert sight_of("rr", "reference") == sight_of("cm", "reference")
    assert sight_of("tm", "reference") != sight_of("cm", "reference")
    assert sight_of("tm", "full") == sight_of("cm", "full")
