"""Each specialist's section on its own ground, on the page and in its file."""

from __future__ import annotations

import re

import pytest
from tests.report.conftest import HOSTILE, load
from tests.report.synthetic import make_tables, report
from tests.report.test_page import read

from touchstone.conclusions.examination import GROUNDS, examine
from touchstone.report.page.charts import along_chart
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.tables import TRUTH, from_rows


def planted(tables, hostile=""):
    """Every fake carries a defect, of its own domain for one half."""
    fakes = tables["videos"].filter(label="fake", status="ok")["video"].sort()
    rows = [
        {
            "video": video, "intervention": f"blocks{hostile}", "domain": ("cm", "tm")[i % 2], "dose": float(1 + i // 2 % 3),
            "unit": f"levels{hostile}", "region": "face", "start": 0.0,
        }
        for i, video in enumerate(fakes)
    ]  # fmt: skip
    return tables | {"truth": from_rows(rows, TRUTH)}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A hostile run whose defects are known, and which has more videos than a page lists."""
    tables = make_tables(80, 80, hostile=HOSTILE, manners={"cm": "weak"})
    return report(planted(tables, HOSTILE), tmp_path_factory.mktemp("known"))


@pytest.mark.parametrize("key", DOMAINS)
def test_the_guides_metrics_stand_under_their_names(artefact, key):
    content = artefact(f"{key}_model_detailed_analysis.json")
    metrics = content["specialization_metrics"]
    if key == "rr":  # not loaded
        assert metrics == {}
        assert content["ground"] is None
        return
    assert list(metrics) == [m.key for m in GROUNDS[key].measures]
    for metric in metrics.values():
        assert (metric["value"] is None) == (metric["reason"] is not None)
        if metric["value"] is not None:
            assert metric["value"]["low"] <= metric["value"]["value"] <= metric["value"]["high"]
            assert min(metric["real"], metric["fake"]) >= 5


def test_the_file_counts_every_scored_video_along_each_indicator(artefact):
    ground = artefact("cm_model_detailed_analysis.json")["ground"]
    assert ground["scored"] == 62
    assert {a["indicator"] for a in ground["along"]} <= set(DOMAINS["cm"].indicators)
    assert len(ground["along"]) >= 10
    for along in ground["along"]:
        assert along["real"] + along["fake"] + along["unmeasured"] == 62
        assert sum(b["real"] + b["fake"] for b in along["bins"]) == along["real"] + along["fake"]
        assert sum(along["distribution"]["real"]) == along["real"]
        lows = [b["low"] for b in along["bins"]]
        assert lows == sorted(lows)
        if along["trend"]["p_value"] is not None:
            assert along["trend"]["p_adjusted"] >= along["trend"]["p_value"] - 1e-9
    assert ground["planted"] is None
    for condition in ground["conditions"]:
        assert (condition["verdict"] == "can be judged") == (
            sum(x["enough"] for x in condition["levels"]) >= condition["needed_levels"]
        )


def test_planted_defects_are_told_by_dose(known):
    content = load(known.folder / "analysis" / "cm_model_detailed_analysis.json")
    planted = content["ground"]["planted"]
    assert (planted["own"], planted["other"], planted["real"]) == (39, 39, 80)
    whole, *doses = planted["defects"]
    assert (whole["dose"], whole["fake"]) == (None, 39)
    assert [(d["dose"], d["fake"]) for d in doses] == [(1, 13), (2, 13), (3, 13)]
    assert "Planted defects" in " ".join(read(known).text)


def test_hostile_names_stay_text_and_ids_stay_unique(known):
    text = known.report.read_text(encoding="utf-8")
    reader = read(known)
    assert "<script>alert" not in text
    assert f"blocks{HOSTILE}".replace("_", " ") in "".join(reader.text)
    assert len(reader.ids) == len(set(reader.ids))


def test_every_example_and_error_links_to_its_row(known):
    reader = read(known)
    rows = [i for i in reader.ids if "--v" in i]
    links = {link[1:] for link in reader.links if "--v" in link}
    assert links <= set(rows)
    assert len(links) >= 16
    # Beyond the hundred that are listed, those that are linked to have a row as well.
    assert 100 < len(rows) < 158


def test_a_row_that_is_linked_to_is_that_of_the_video(known):
    text = known.report.read_text(encoding="utf-8")
    named = dict(re.findall(r'<tr id="([^"]+--v\d+)"><th scope="row" class="path">([^<]*)</th>', text))
    linked = re.findall(r'<a class="path" href="#([^"]+--v\d+)">([^<]*)</a>', text)
    assert linked
    assert all(named[anchor] == video for anchor, video in linked)


def test_four_indicators_are_open_and_the_others_folded(written):
    text = written("plain").report.read_text(encoding="utf-8")
    section = text.split('id="detector-cm"')[1].split('id="detector-')[0]
    shown, folded = section.split("more indicators</summary>")
    assert shown.count('class="chart along"') == 4
    assert folded.count('class="chart along"') >= 6
    assert shown.count('class="ends"') == 4


def test_without_any_indicator_one_sentence_says_so(tmp_path):
    tables = make_tables(12, 12, manners={"ll": "good"})
    tables |= {name: tables[name].clear() for name in ("frames", "clips", "previews")}
    done = report(tables, tmp_path)
    text = " ".join(read(done).text)
    assert "No indicator of its domain was measured on any of its 22 scored videos" in text
    ground = load(tmp_path / "analysis" / "ll_model_detailed_analysis.json")["ground"]
    assert ground["along"] == []
    assert {c["verdict"] for c in ground["conditions"]} == {"cannot tell"}


def test_charts_stay_inside_their_frame_and_tell_every_part():
    tables = make_tables(60, 60, manners={"cm": "weak"})
    ground = examine(tables).grounds["cm"]
    drawn = 0
    for along in ground.along:
        chart = along_chart(along)
        assert (chart is None) == (along.distribution is None)
        if chart is None:
            continue
        drawn += 1
        assert {t.label for t in chart.traces} == {"real", "fake"}
        for trace in chart.traces:
            points = [float(n) for n in re.findall(r"[\d.]+", trace.band + trace.line)]
            assert all(chart.left <= x <= chart.right for x in points[::2])
            assert all(chart.top <= y <= chart.bottom for y in points[1::2])
            assert [m.x for m in trace.marks] == sorted(m.x for m in trace.marks)
            assert all("n = " in m.tip for m in trace.marks)
        for bar in chart.bars:
            assert chart.left <= bar.x
            assert bar.x + bar.width <= chart.right + 0.1
            assert (bar.y + bar.height <= chart.middle + 0.11) if bar.label == "real" else bar.y == chart.middle
    assert drawn >= 10
