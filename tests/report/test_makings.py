from touchstone.report.page.makings import makings
from touchstone.vocabulary.tables import CLIPS, VIDEOS, from_rows


def tables(rows, silence=()):
    videos = [{"label": "real", "status": "ok", **row} for row in rows]
    clips = [{"video": video, "start": 0.0, "silence_share": share} for video, share in silence]
    return {"videos": from_rows(videos, VIDEOS), "clips": from_rows(clips, CLIPS) if clips else CLIPS.empty()}


GRID = {"source": "GRID", "container": "mpeg", "codec": "mpeg1video", "width": 360, "height": 288, "fps": 25.0}


def test_each_source_says_what_its_files_are():
    found = makings(
        tables(
            [
                {"video": "a", **GRID, "has_audio": True, "audio_codec": "mp2", "audio_rate": 44_100, "duration": 3.0},
                {"video": "b", **GRID, "has_audio": False, "duration": 2.5, "label": "fake"},
                {"video": "c", **GRID, "has_audio": False, "status": "failed"},
                {"video": "d", "source": "web", "codec": "h264", "fps": 29.97, "bitrate": 1e6, "has_audio": True},
                {"video": "e", "source": "web", "codec": "h264", "fps": 30.0, "bitrate": 2e6},
            ],
            [("a", 0.2), ("d", 1.0)],
        )
    )
    grid, web = found
    assert (grid.source, grid.real, grid.fake, grid.without_sound, grid.silent) == ("GRID", 1, 1, 1, 0)
    assert (grid.coded, grid.sizes, grid.rates, grid.sounds) == ("mpeg, mpeg1video", "360×288", "25", "mp2 44.1 kHz")
    assert grid.duration == (2.5, 3.0)
    assert (web.rates, web.bitrate, web.without_sound, web.silent) == ("29.97 (1), 30 (1)", (1e6, 2e6), 0, 1)
    assert web.sizes == ""


def test_nothing_known_is_no_table_and_no_sound_measured_is_not_silence():
    assert makings(tables([{"video": "a"}])) == ()
    (one,) = makings(tables([{"video": "a", **GRID, "source": None}]))
    assert (one.source, one.silent) == (None, None)


def test_many_sources_are_cut():
    rows = [{"video": f"{i}", **GRID, "source": f"s{i:03d}"} for i in range(150)]
    found = makings(tables(rows))
    assert len(found) == 100
    assert [m.source for m in found] == [f"s{i:03d}" for i in range(100)]
