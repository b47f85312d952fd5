"""Equal backbones are one, whose values are computed once; nothing of the answers changes."""

import gc
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import torch
from torch import nn

from touchstone.detectors.specialists import build_network, fold, shared
from touchstone.detectors.specialists.folding import FoldedSpecialist
from touchstone.detectors.specialists.shared import SharedBackbone, share
from touchstone.detectors.threads import torch_threads

IMAGES = [torch.randn(n, 3, 64, 64, generator=torch.Generator().manual_seed(n)) for n in (2, 1, 3)]


class Backbone(nn.Module):
    """Counts what it computes; may wait, or fail."""

    def __init__(self):
        super().__init__()
        self.calls, self.begun, self.may_end, self.error = 0, Event(), Event(), None
        self.may_end.set()

    def forward(self, images):
        self.calls += 1
        self.begun.set()
        assert self.may_end.wait(20)
        if self.error:
            raise self.error
        return images.mean(dim=(2, 3)) + torch.arange(3)


@pytest.fixture
def pair():
    both = SharedBackbone(Backbone())
    both.specialists = 2
    return both


def test_equal_pictures_are_computed_once(pair):
    for _ in range(3):
        for images in IMAGES:
            assert torch.equal(pair(images), images.mean(dim=(2, 3)) + torch.arange(3))
    assert pair.backbone.calls == len(IMAGES)


def test_pictures_are_told_apart_by_every_value_and_by_their_shape(pair):
    first = torch.zeros(1, 3, 4, 4)
    other = first.clone()
    other[0, 2, 3, 3] = 1e-7
    for images in (first, other, first.expand(2, -1, -1, -1), first.reshape(1, 3, 2, 8)):
        pair(images)
    assert pair.backbone.calls == 4


def test_how_pictures_lie_in_memory_does_not_matter(pair):
    pair(IMAGES[0])
    pair(IMAGES[0].contiguous(memory_format=torch.channels_last))
    assert pair.backbone.calls == 1


def test_one_specialist_keeps_nothing():
    alone = SharedBackbone(Backbone())
    alone(IMAGES[0])
    alone(IMAGES[0])
    assert alone.backbone.calls == 2


def test_who_comes_meanwhile_waits_for_the_same_values(pair):
    pair.backbone.may_end.clear()
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(pair, IMAGES[0]) for _ in range(3)]
        assert pair.backbone.begun.wait(20)
        assert not any(answer.done() for answer in answers)
        pair.backbone.may_end.set()
        values = [answer.result(20) for answer in answers]
    assert pair.backbone.calls == 1
    assert all(torch.equal(value, values[0]) for value in values)


def test_an_error_is_everyone_s_and_the_next_tries_again(pair):
    pair.backbone.error = RuntimeError("no memory")
    for _ in range(2):
        with pytest.raises(RuntimeError, match="no memory"):
            pair(IMAGES[0])
    pair.backbone.error = None
    pair(IMAGES[0])
    assert pair.backbone.calls == 3


def test_who_is_stopped_leaves_nothing_that_others_wait_for(pair):
    pair.backbone.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        pair(IMAGES[0])
    pair.backbone.error = None
    assert pair(IMAGES[0]).shape == (2, 3)


def test_values_of_another_number_of_threads_are_not_used(pair):
    for threads in (1, 2, 1, 2):
        with torch_threads(threads):
            pair(IMAGES[0])
    assert pair.backbone.calls == 2


def test_what_is_kept_is_bounded(pair, monkeypatch):
    monkeypatch.setattr(shared, "MOST_KEPT", 4)
    for images in (*IMAGES, *IMAGES):  # 2, 1 and 3 pictures: never all of them fit
        pair(images)
    assert pair.backbone.calls == 6
    pair(IMAGES[2])
    pair(IMAGES[1])
    assert pair.backbone.calls == 6
    monkeypatch.setattr(shared, "MOST_KEPT", 1)  # too many for it at once: the last ones stay all the same
    pair(IMAGES[0])
    pair(IMAGES[0])
    assert pair.backbone.calls == 7


def folded(key) -> FoldedSpecialist:
    network = fold(build_network(key).eval())
    assert isinstance(network, FoldedSpecialist)
    return network


@pytest.fixture
def specialists():
    """Two with equal backbones, and one whose backbone differs in one value."""
    torch.manual_seed(5)
    cm, rr, ll = (folded(key) for key in ("cm", "rr", "ll"))
    rr.backbone.load_state_dict(cm.backbone.state_dict())
    ll.backbone.load_state_dict(cm.backbone.state_dict())
    ll.backbone.get_parameter("features.0.0.bias")[7] += 1e-6
    return cm, rr, ll


def test_specialists_share_only_what_is_equal_and_answer_the_same(specialists, monkeypatch):
    monkeypatch.setattr(shared, "_BACKBONES", {})
    images = torch.randn(2, 3, 224, 224)
    with torch.inference_mode():
        expected = [network(images) for network in specialists]
        cm, rr, ll = (share(network) for network in specialists)
        assert cm.backbone is rr.backbone
        assert ll.backbone is not cm.backbone
        assert (cm.backbone.specialists, ll.backbone.specialists) == (2, 1)
        assert not any(isinstance(part, nn.Conv2d) for part in (*cm.modules(), *ll.modules()))
        for network, logits in zip((cm, rr, ll), expected, strict=True):
            torch.testing.assert_close(network(images), logits, atol=1e-6, rtol=1e-5)
        assert share(cm).backbone.specialists == 2  # a second time changes nothing


def test_a_backbone_ends_with_its_specialists(monkeypatch):
    backbones = type(shared._BACKBONES)()  # without those of other tests, which may end meanwhile
    monkeypatch.setattr(shared, "_BACKBONES", backbones)
    network = share(folded("av"))
    assert len(backbones) == 1
    del network
    gc.collect()
    assert not backbones
