import itertools
import re
from html.parser import HTMLParser

import pytest
from tests.report.conftest import HOSTILE, RUNS
from tests.report.synthetic import make_tables, report

from touchstone.report.page.pictures import BUDGET, jpeg_size

VOID = {"meta", "link", "br", "img", "input", "hr"}
SHAPES = {"path", "rect", "circle", "line", "use", "image"}


class Reader(HTMLParser):
    """Checks nesting, and notes headings, ids, links and references."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts = 0
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        assert "style" not in named, "style attributes are not allowed by the page's policy"
        assert not any(name.startswith("on") for name in named), "nor are event handlers"
        self.links += [value for name in ("src", "href", "xlink:href", "srcset", "data") if (value := named.get(name))]
        self.ids += [value] if (value := named.get("id")) else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.scripts += tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(done) -> Reader:
    reader = Reader()
    reader.feed(done.report.read_text(encoding="utf-8"))
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("run", RUNS)
def test_well_formed_complete_and_alone(written, run):
    done = written(run)
    reader = read(done)
    assert len(reader.ids) == len(set(reader.ids))
    for link in reader.links:
        assert link.startswith(("#", "data:")), link
        if link.startswith("#"):
            assert link[1:] in reader.ids, link
    text = done.report.read_text(encoding="utf-8")
    assert "@import" not in text
    assert not re.search(r"url\(\s*['\"]?(?!data:)", text)
    assert not re.search(r"https?://", text)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;;")
    assert "unsafe" not in policy[1]
    assert reader.scripts == 1


@pytest.mark.parametrize("run", RUNS)
def test_headings_go_down_one_step_at_a_time(written, run):
    levels = read(written(run)).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_nothing_undefined_shows(written):
    for run in RUNS:
        text = " ".join(read(written(run)).text)
        assert not re.search(r"\b(None(?! of)|nan|NaN|inf|Undefined|True|False)\b", text), run


def test_names_of_strangers_stay_text(written):
    done = written("hostile")
    text = done.report.read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "49=cmd" not in text
    assert HOSTILE in "".join(read(done).text)


def test_every_detector_has_its_section_and_its_verdict(written):
    done = written("plain")
    reader = read(done)
    text = " ".join(reader.text)
    for detector in done.examined.detectors:
        assert f"detector-{detector.name.replace('_', '-')}" in reader.ids
        assert detector.assessment.statement in text
    assert "classifier.bias" in text
    for finding in done.findings:
        assert finding.code in text
        assert finding.evidence[0].statement in text


def test_a_confound_is_said_first_and_shown_by_source(written):
    done = written("confounded")
    text = " ".join(read(done).text)
    assert "come from sources with only one label" in text.split("Detectors")[2]
    assert "Scores by source" in text
    assert "Cannot tell from this footage: bg, cm." in text


def test_many_videos_are_counted_instead_of_drawn(written):
    text = written("many").report.read_text(encoding="utf-8")
    assert "Bars count videos." in text
    strips = re.findall(r'<svg class="chart wide".*?</svg>', text, re.DOTALL)
    assert strips
    assert not any("<use " in strip for strip in strips)


def test_film_strips_keep_to_their_budget(written):
    done = written("plain")
    assert done.report.stat().st_size < 3_000_000
    pictures = re.findall(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", done.report.read_text(encoding="utf-8"))
    assert len(pictures) == len(set(pictures)) > 8
    assert sum(len(data) for data in pictures) * 3 / 4 < BUDGET


def test_bytes_that_are_no_picture_are_left_out(tmp_path):
    tables = make_tables(8, 8, manners={"cm": "weak"})
    tables["previews"] = tables["previews"].with_columns(jpeg=b"\xff\xd8<script>")
    text = report(tables, tmp_path).report.read_text(encoding="utf-8")
    assert "no preview" in text
    assert "data:image/jpeg" not in text
    assert jpeg_size(b"\xff\xd8\xff\xe0\x00\x02\xff\xc0\x00\x11\x08\x00\x60\x01\x80") == (384, 96)


def test_without_previews_and_sources(tmp_path):
    tables = make_tables(8, 8, manners={"cm": "good"})
    tables["videos"] = (
        tables["videos"].with_columns(source=None, group=None, dataset=None, method=None).cast(tables["videos"].schema)
    )
    del tables["previews"]
    text = " ".join(read(report(tables, tmp_path)).text)
    assert "Scores by source" not in text
    assert "not named" in text
