"""The register of known changes, and the page that lists it."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from benchmarks.dose_recovery import catalogue

from touchstone.footage.interventions import INTERVENTIONS, ON_OFF, cm, registry
from touchstone.vocabulary.domains import DOMAINS

PAGE = Path(__file__).parents[3] / "docs" / "interventions.md"


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_each_says_what_it_is(name: str) -> None:
    change = INTERVENTIONS[name]
    assert change.name == name
    assert change.domain in {*DOMAINS, "common"}
    assert change.meaning
    assert change.source
    assert ("face" in change.needs) == (change.region in ("face", "mouth", "background"))
    assert ("sound" in change.needs) == (change.region == "sound")


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_doses_rise_or_fall_within_their_limits(name: str) -> None:
    change = INTERVENTIONS[name]
    low, medium, high = change.doses
    if change.unit == ON_OFF:
        assert low == medium == high == 1
    else:
        assert low < medium < high or low > medium > high
        assert all(change.limits[0] <= dose <= change.limits[1] for dose in change.doses)


def test_every_domain_has_several() -> None:
    counts = {key: sum(change.domain == key for change in INTERVENTIONS.values()) for key in (*DOMAINS, "common")}
    assert min(counts.values()) >= 5


def test_the_page_lists_them_as_they_are() -> None:
    page = PAGE.read_text()
    for line in catalogue():
        assert line in page, "run benchmarks/dose_recovery.py --write"
    for name in INTERVENTIONS:
        assert page.count(f"| `{name}` |") == 2, f"{name} is not in both tables"


ORDER = """
    relight cast_shadow remove_shadow color_temperature replace_background background_texture background_blur
    jpeg region_jpeg double_jpeg region_h264 dct_tamper block_patches
    h264_quality h265_quality vp9_quality av1_quality mpeg1_quality
    h264_bitrate h265_bitrate vp9_bitrate av1_bitrate mpeg1_bitrate
    sound_offset sound_swap mute sound_resample sound_mp3 sound_opus mouth_warp
    rescale_bilinear rescale_bicubic rescale_lanczos region_upscale upscale_sharpen
    moire keystone screen_gamma refresh_bands rerecord
    sensor_noise region_noise region_denoise clip_luminance enhance_gamma enhance_clahe enhance_retinex
    shuffle reverse freeze drop double motion_smoothing cross_blend region_flicker region_jitter
    saturation contrast grey_blocks gaussian_noise blur pixelation h264_level flip crop caption border color_cast
"""


def test_the_order_that_seeds_draw_by_does_not_change() -> None:
    assert [name for name in INTERVENTIONS if name in ORDER.split()] == ORDER.split()
    assert list(dict.fromkeys(change.domain for change in INTERVENTIONS.values())) == [*DOMAINS, "common"]


def test_a_new_file_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(INTERVENTIONS)
    (tmp_path / "slower.py").write_text(
        "from dataclasses import replace\n"
        "from touchstone.footage.interventions import INTERVENTIONS as known\n"
        "INTERVENTIONS = (replace(known['jpeg'], name='slower'),)\n"
    )
    with monkeypatch.context() as patched:
        patched.setattr(cm, "__path__", [*cm.__path__, str(tmp_path)])
        found = importlib.reload(registry).INTERVENTIONS
    assert set(found) - set(before) == {"slower"}
    assert [name for name in found if name != "slower"] == before
    assert list(importlib.reload(registry).INTERVENTIONS) == before
