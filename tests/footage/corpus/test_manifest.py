import os

import polars as pl
import pytest

from touchstone.footage.corpus import open_corpus
from touchstone.vocabulary.errors import CorpusError


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_are_recognised_and_said(tmp_path):
    write(tmp_path / "manifest.csv", "Filename,class,person,site\na/1.mp4,FAKE,p1,web\na/2.mp4,Real,p2,\n")
    corpus = open_corpus(tmp_path)
    first, second = corpus.entries
    assert (first.video, first.label, first.group, first.source) == ("a/1.mp4", "fake", "p1", "web")
    assert (second.label, second.source) == ("real", None)
    assert first.path == tmp_path / "a/1.mp4"
    assert any("path from 'Filename'" in note for note in corpus.notes)


@pytest.mark.parametrize("suffix", ["parquet", "json", "csv"])
def test_every_format_gives_the_same_entries(tmp_path, suffix):
    table = pl.DataFrame({"path": ["x.mp4", "y.mp4"], "label": [1, 0]})
    path = tmp_path / f"m.{suffix}"
    {"parquet": table.write_parquet, "json": table.write_json, "csv": table.write_csv}[suffix](path)
    corpus = open_corpus(path)
    assert [(e.video, e.label) for e in corpus.entries] == [("x.mp4", "fake"), ("y.mp4", "real")]
    assert any("1 and true were read as fake" in note for note in corpus.notes)


def test_a_label_that_is_none_names_its_row(tmp_path):
    path = write(tmp_path / "m.csv", "path,label\na.mp4,real\nb.mp4,maybe\n")
    with pytest.raises(CorpusError, match="row 3 has the label 'maybe'"):
        open_corpus(path)


def test_two_labels_for_one_video_name_both_rows(tmp_path):
    path = write(tmp_path / "m.csv", "path,label\na.mp4,real\nb.mp4,fake\na.mp4,fake\n")
    with pytest.raises(CorpusError, match=r"a\.mp4 is real in row 2 and fake in row 4"):
        open_corpus(path)


def test_identical_rows_are_counted_once_and_said(tmp_path):
    path = write(tmp_path / "m.csv", "path,label\na.mp4,real\na.mp4,real\n")
    corpus = open_corpus(path)
    assert len(corpus.entries) == 1
    assert "1 repeated row(s) left out" in corpus.notes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("path\na.mp4\n", "no label column; its columns are path"),
        ("label\nreal\n", "no path column"),
        ("path,label\n", "no rows"),
        ("", "cannot be read as a manifest"),
        ("path,label\n,real\n", "row 2 has no usable path"),
    ],
)
def test_bad_manifests_say_what_is_wrong(tmp_path, text, words):
    with pytest.raises(CorpusError, match=words):
        open_corpus(write(tmp_path / "m.csv", text))


def test_a_list_of_celeb_df_is_a_manifest_in_which_1_is_real(tmp_path):
    path = write(
        tmp_path / "List_of_testing_videos.txt", "1 Celeb-real/id0_0001.mp4\n0 Celeb-synthesis/id1_id0_0002.mp4\n"
    )
    corpus = open_corpus(path)
    assert [(e.video, e.label) for e in corpus.entries] == [
        ("Celeb-real/id0_0001.mp4", "real"),
        ("Celeb-synthesis/id1_id0_0002.mp4", "fake"),
    ]
    assert corpus.entries[0].path == tmp_path / "Celeb-real/id0_0001.mp4"
    assert any("1 is real" in note for note in corpus.notes)
    assert not any("1 and true were read as fake" in note for note in corpus.notes)


def test_dfdc_s_labels_by_video_are_a_manifest(tmp_path):
    path = write(
        tmp_path / "metadata.json",
        '{"a.mp4": {"label": "FAKE", "split": "train", "original": "b.mp4"}, "b.mp4": {"label": "REAL", "split": "train"}}',
    )
    assert [(e.video, e.label, e.split) for e in open_corpus(path).entries] == [
        ("a.mp4", "fake", "train"),
        ("b.mp4", "real", "train"),
    ]


def test_the_meta_data_of_fakeavceleb_are_a_manifest_and_false_sound_counts_as_fake(tmp_path):
    path = write(
        tmp_path / "meta_data.csv",
        "source,target1,target2,method,category,type,race,gender,path,\n"
        "id1,-,-,real,A,RealVideo-RealAudio,African,men,1.mp4,FakeAVCeleb/RealVideo-RealAudio/African/men/id1\n"
        "id1,-,-,rtvc,B,RealVideo-FakeAudio,African,men,1.mp4,FakeAVCeleb/RealVideo-FakeAudio/African/men/id1\n"
        "id1,id2,-,faceswap,C,FakeVideo-RealAudio,African,men,1.mp4,FakeAVCeleb/FakeVideo-RealAudio/African/men/id1\n",
    )
    corpus = open_corpus(path)
    assert [(e.video.split("/")[0], e.label, e.group) for e in corpus.entries] == [
        ("FakeVideo-RealAudio", "fake", "id1"),
        ("RealVideo-FakeAudio", "fake", "id1"),
        ("RealVideo-RealAudio", "real", "id1"),
    ]
    assert any("false sound was read as fake" in note for note in corpus.notes)


def test_a_number_that_names_a_group_is_the_same_name_in_every_format(tmp_path):
    table = pl.DataFrame({"path": ["x.mp4"], "label": ["real"], "group": [7]})
    for suffix, save in (("json", table.write_json), ("csv", table.write_csv), ("parquet", table.write_parquet)):
        save(tmp_path / f"m.{suffix}")
        assert open_corpus(tmp_path / f"m.{suffix}").entries[0].group == "7"


def test_the_name_path_comes_before_all_others(tmp_path):
    path = write(tmp_path / "m.csv", "video,path,label\nA,a/1.mp4,real\n")
    assert open_corpus(path).entries[0].video == "a/1.mp4"


def test_a_column_of_groups_that_names_none_is_not_used_and_said(tmp_path):
    rows = "".join(f"v{i}.mp4,{('real', 'fake')[i % 2]},0\n" for i in range(10))
    corpus = open_corpus(write(tmp_path / "m.csv", f"path,label,subject\n{rows}"))
    assert {e.group for e in corpus.entries} == {None}
    assert any("column 'subject' holds '0' for every video, so it is no group" in note for note in corpus.notes)
    assert not any("--map" in note for note in corpus.notes)  # this command has no such option


def test_a_fake_and_its_original_are_a_group(tmp_path):
    text = "path,label,original\na.mp4,real,\nb.mp4,real,\nf1.mp4,fake,a.mp4\nf2.mp4,fake,b.mp4\nf3.mp4,fake,a.mp4\n"
    corpus = open_corpus(write(tmp_path / "m.csv", text))
    groups = {e.video: e.group for e in corpus.entries}
    assert groups == {"a.mp4": "a", "b.mp4": "b", "f1.mp4": "a", "f2.mp4": "b", "f3.mp4": "a"}
    assert any("'original' names the video that another was made from" in note for note in corpus.notes)


def test_the_label_is_the_column_that_holds_labels(tmp_path):
    text = "path,target,type\na.mp4,b.mp4,fake\nb.mp4,a.mp4,real\n"
    assert [e.label for e in open_corpus(write(tmp_path / "m.csv", text)).entries] == ["fake", "real"]


def test_other_columns_are_properties_and_what_the_file_says_is_not(tmp_path):
    rows = [
        f"v{i}.mp4,{('real', 'fake')[i % 2]},{('f', 'm')[i // 2 % 2]},{18 + i},{1000 + i},25,x,{i * 7919:x}z"
        for i in range(40)
    ]
    header = "path,label,Gender,age_years,bitrate_kbps,fps,fixed,token"
    corpus = open_corpus(write(tmp_path / "m.csv", "\n".join([header, *rows])))
    table = corpus.properties
    assert table["property"].unique().sort().to_list() == ["age", "gender"]
    assert table.filter(property="gender", video="v2.mp4")["value"].item() == "m"
    assert table.filter(property="age", video="v2.mp4")["number"].item() == 20
    assert "properties: gender (2 values), age (a quantity)" in corpus.notes
    assert any(n.startswith("not used: 'fps', 'bitrate_kbps' (each video file says it itself)") for n in corpus.notes)
    assert "not used: 'fixed' (it has one value); 'token' (nearly all its values differ)" in corpus.notes
    chosen = corpus.limited(5)
    assert set(chosen.properties["video"]) == {entry.video for entry in chosen.entries}


def itself(path):
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("put", "why"), [(os.mkfifo, "it is a pipe or a device, not a file"), (itself, "Too many levels of symbolic links")]
)
def test_a_manifest_that_is_no_file_is_named_with_what_it_is(put, why, tmp_path):
    put(tmp_path / "manifest.csv")
    for given in (tmp_path, tmp_path / "manifest.csv"):
        with pytest.raises(CorpusError, match=rf"manifest\.csv.*cannot be read \({why}"):
            open_corpus(given)
