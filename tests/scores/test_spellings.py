"""Names of columns, of videos and of files as people spell them."""

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said, scores_of
from tests.scores.forms.catalogue import read
from tests.scores.forms.example import table, videos

from touchstone.scores import Options, read_score_files
from touchstone.vocabulary.errors import TableError

V = videos()


def same(found, names=V.names):
    return labels_of(found) == dict(zip(names, V.labels, strict=True)) and [
        scores_of(found)[next(iter(scores_of(found)))[0], name] for name in names
    ] == pytest.approx(V.p.tolist())


@pytest.mark.parametrize("video", ["Clip ID", "clip", "clip_name", "Vide\u0301o", "archivo", "文件名"])
@pytest.mark.parametrize(
    ("label", "real", "fake"),
    [("étiquette", "réel", "faux"), ("etiqueta", "auténtico", "falso"), ("标签", "真", "假")],
)
def test_columns_and_labels_in_several_languages(video, label, real, fake, tmp_path):
    columns = {video: V.names, label: np.where(V.fake, fake, real), "score": V.p}
    assert same(read(tmp_path, {"s.csv": table(columns)}))


@pytest.mark.parametrize(
    ("video", "label", "real", "fake", "score", "frame"),
    [
        ("Datei", "Klasse", "Echt", "Gefälscht", "Bewertung", "Bildnummer"),
        ("Nome file", "Etichetta", "autentico", "falso", "Punteggio", "Fotogramma"),
        ("Arquivo", "Rótulo", "autêntico", "falso", "Pontuação", "Quadro"),
        ("Plik", "Etykieta", "prawdziwe", "fałszywe", "Wynik", "Klatka"),
        ("Dosya adı", "Etiket", "gerçek", "sahte", "Skor", "Kare"),
        ("Файл", "Метка", "настоящее", "фейк", "Оценка", "Кадр"),
        ("動画", "ラベル", "本物", "偽物", "スコア", "フレーム"),
        ("영상", "라벨", "진짜", "가짜", "점수", "프레임"),
    ],
)
def test_whole_tables_in_other_languages(video, label, real, fake, score, frame, tmp_path):
    columns = {video: V.names, label: np.where(V.fake, fake, real), frame: [0] * len(V), score: V.p}
    assert same(read(tmp_path, {"s.csv": table(columns, ";")}))


@pytest.mark.parametrize(
    ("name", "true", "false", "score"),
    [
        ("Ist Fake", "WAHR", "FALSCH", "Wahrscheinlichkeit Fake"),
        ("Est faux", "VRAI", "FAUX", "Probabilité faux"),
        ("Es falso", "VERDADERO", "FALSO", "Probabilidad falso"),
        ("Falso", "VERO", "FALSO", "Probabilità"),
        ("É falso", "VERDADEIRO", "FALSO", "Probabilidade"),
        ("Is nep", "WAAR", "ONWAAR", "Kans"),
        ("Fałszywy", "PRAWDA", "FAŁSZ", "Prawdopodobieństwo"),
        ("Подделка", "ИСТИНА", "ЛОЖЬ", "Вероятность"),
        ("Gefälscht?", "ja", "nein", "Score"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_truth_values_of_spreadsheets_in_other_languages(name, true, false, score, turned, tmp_path):
    name, true, false = ("Echt?", false, true) if turned else (name, true, false)
    cells = [str(p).replace(".", ",") for p in V.p]
    columns = {"Video": V.names, name: np.where(V.fake, true, false), score: cells}
    assert same(read(tmp_path, {"s.csv": table(columns, ";")}))


@pytest.mark.parametrize(("true", "false"), [("WAHR", "FALSCH"), ("vrai", "faux")])
def test_truth_values_of_an_unclear_column_are_a_question_whose_options_give_both_readings(true, false, tmp_path):
    files = {"s.csv": table({"video": V.names, "label": np.where(V.fake, true, false), "score": V.p})}
    with pytest.raises(TableError, match=f"--label-fake {true.lower()} if .*, --label-fake {false.lower()} if"):
        read(tmp_path, files)
    assert same(read_score_files([tmp_path / "s.csv"], options=Options(label_fake=(true.lower(),))))
    other = labels_of(read_score_files([tmp_path / "s.csv"], options=Options(label_fake=(false.lower(),))))
    assert other == {name: ("fake", "real")[int(fake)] for name, fake in zip(V.names, V.fake, strict=True)}


@pytest.mark.parametrize("word", ["--", "?", "n.a.", "k.A.", "#WERT!", "#VALEUR!", "undefined", "#ZAHL!"])
def test_words_for_no_number_in_spreadsheets(word, tmp_path):
    cells = [word if i % 9 == 0 else p for i, p in enumerate(V.p)]
    found = read(tmp_path, {"s.csv": table({"video": V.names, "label": V.labels, "score": cells})})
    right = dict(zip(V.names, V.p, strict=True))
    scored = found.tables["scores"].filter(status="ok")
    assert scored["p_fake"].to_list() == pytest.approx([right[name] for name in scored["video"]])
    assert scored.height == len(V) - len(V.p[::9])


@pytest.mark.parametrize(
    ("real", "fake"),
    [
        ("0 (real)", "1 (fake)"), ("1: real", "0: fake"), ("real (1)", "deepfake (0)"), ("REAL_VIDEO", "FAKE_VIDEO"),
        ("label: real", "label: fake"), ("class_real", "class_fake"), ("real image", "fake image"),
    ],
)  # fmt: skip
def test_labels_with_a_code_or_a_thing_beside_the_word(real, fake, tmp_path):
    columns = {"video": V.names, "label": np.where(V.fake, fake, real), "score": V.p}
    assert same(read(tmp_path, {"s.csv": table(columns)}))
    won = {"video": V.names, "label": V.labels, "prediction": np.where(V.p >= 0.5, fake, real), "confidence": V.winner}
    assert same(read(tmp_path, {"s.csv": table(won)}))


@pytest.mark.parametrize("name", ["Real?", "is authentic?", "has been altered", "is_ai", "Deepfake?"])
@pytest.mark.parametrize("codes", [("0", "1"), ("no", "yes"), ("False", "True")])
def test_columns_that_ask_for_a_class(name, codes, tmp_path):
    asked = V.fake if name in ("has been altered", "is_ai", "Deepfake?") else ~V.fake
    columns = {"video": V.names, name: np.where(asked, codes[1], codes[0]), "score": V.p}
    assert same(read(tmp_path, {"s.csv": table(columns)}))


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("output", "{{'real': {q}, 'fake': {p}}}"),
        ("scores", '{{"fake": {p}, "real": {q}}}'),
        ("probs", "{{'real': tensor({q}), 'fake': tensor({p})}}"),
        ("prob", "[tensor({p})]"),
        ("prob", "[tensor({p}, device='cuda:0')]"),
        ("probs", "[tensor({q}), tensor({p})]"),
        ("prob", "(np.float32({p}),)"),
    ],
)
def test_texts_of_objects_and_of_lists_of_tensors(column, cell, tmp_path):
    cells = [cell.format(p=p, q=round(1 - p, 4)) for p in V.p]
    assert same(read(tmp_path, {"s.csv": table({"video": V.names, "label": V.labels, column: cells})}))


@pytest.mark.parametrize("name", ["confidence (%)", "Confidence [%]", "confidence_percent", "Konfidenz"])
def test_a_confidence_in_percent_under_any_name(name, tmp_path):
    columns = {"video": V.names, "label": V.labels, "prediction": V.called, name: np.round(100 * V.winner, 2)}
    assert same(read(tmp_path, {"s.csv": table(columns)}))


def test_apostrophes_of_either_kind_are_equal(tmp_path):
    names = [f"O'Neil {name}" for name in V.names]
    files = {
        "s.csv": table({"video": [name.replace("'", "’") for name in names], "score": V.p}),
        "labels.csv": table({"video": names, "label": V.labels}),
    }
    assert same(read(tmp_path, files), names)


@pytest.mark.parametrize("labelled", [False, True])
@pytest.mark.parametrize("parts", [("real", "fake"), ("net_real", "net_fake"), ("Pristine", "Deepfake")])
def test_a_pair_of_files_is_one_detector_whose_labels_the_names_say(parts, labelled, tmp_path):
    files = {}
    for part, fake in zip(parts, (False, True), strict=True):
        at = V.fake == fake
        cells = {"video": np.asarray(V.names)[at], "score": V.p[at]}
        files[f"{part}.csv"] = table(cells | ({"label": np.asarray(V.labels)[at]} if labelled else {}))
    found = read(tmp_path, files)
    assert same(found)
    assert found.tables["videos"]["dataset"].null_count() == len(V)
    assert said(found, "if they do not, say --labels FILE")


def test_labelled_videos_of_equal_names_in_a_pair_of_files_are_different_videos(tmp_path):
    at = [i for i, fake in enumerate(V.fake) if fake]
    cells = {"video": np.asarray(V.names)[at], "score": V.p[at]}
    files = {f"{label}.csv": table(cells | {"label": [label] * len(at)}) for label in ("real", "fake")}
    found = read(tmp_path, files)
    assert labels_of(found) == {f"{label}/{V.names[i]}": label for label in ("real", "fake") for i in at}
    assert found.tables["detectors"].height == 1


def test_a_file_of_fakes_beside_one_of_another_kind_names_no_labels(tmp_path):
    half = {n: c[:20] for n, c in {"video": V.names, "label": V.labels, "score": V.p}.items()}
    rest = {n: c[20:] for n, c in {"video": V.names, "label": V.labels, "score": V.p}.items()}
    found = read(tmp_path, {"fake.csv": table(half), "real.csv": table(rest)})
    assert same(found)
    assert not said(found, "the names of the files say them")


CELLS = [(f"v{i}", i % 2, round(0.02 + (i * 7 % 40) * 0.02, 2), round(0.03 + (i * 11 % 40) * 0.02, 2)) for i in range(40)]


def numbers_of(found):
    scores = found.tables["scores"].select("detector", "video", "p_fake").iter_rows()
    return {(detector, video): round(p, 4) for detector, video, p in scores}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("names", "detectors"),
    [
        (("pred_xception", "pred_meso"), ("xception", "meso")), (("prediction_a", "prediction_b"), ("a", "b")),
        (("x_prob_fake", "m_prob_fake"), ("x", "m")), (("x_fake_probability", "m_fake_probability"), ("x", "m")),
    ],
)  # fmt: skip
def test_columns_of_several_detectors_are_known_by_either_end_of_their_names(place, names, detectors, turned):
    lines = [f"{v},{y},{p},{q}" for v, y, p, q in CELLS][:: -1 if turned else 1]
    found = place.read(place.file("s.csv", "\n".join([f"video,label,{','.join(names)}", *lines])))
    expected = {(d, v): x for v, _, *both in CELLS for d, x in zip(detectors, both, strict=True)}
    assert numbers_of(found) == expected


def test_columns_of_predicted_classes_are_no_detectors(place):
    lines = [f"{v},{y},{int(p > 0.5)},{int(q > 0.5)}" for v, y, p, q in CELLS]
    with pytest.raises(TableError, match="no column of scores"):
        place.read(place.file("s.csv", "\n".join(["video,label,pred_xception,pred_meso", *lines])))


@pytest.mark.parametrize(("name", "times"), [("fake_percentage", 100), ("fake_ratio", 1), ("raw_output", 1), ("final_score", 1)])
def test_a_score_is_known_by_more_names(place, name, times):
    lines = [f"{v},{y},{round(p * times, 4)}" for v, y, p, _ in CELLS]
    assert numbers_of(place.read(place.file("s.csv", "\n".join([f"video,label,{name}", *lines])))) == {
        ("s", v): p for v, _, p, _ in CELLS
    }


@pytest.mark.parametrize("head", ["path,label,0,1", ",path,label,0,1", "label,path,0,1"])
def test_numbers_of_classes_are_names_of_columns_beside_others(place, head):
    cells = {"path": lambda v, y, p: v, "label": lambda v, y, p: y, "0": lambda v, y, p: round(1 - p, 2), "1": lambda v, y, p: p}
    rows = [
        ",".join(str(cells[name](v, y, p) if name else i) for name in head.split(","))
        for i, (v, y, p, _) in enumerate(CELLS)
    ]
    found = place.read(place.file("s.csv", "\n".join([head, *rows])))
    assert numbers_of(found) == {("s", v): p for v, _, p, _ in CELLS}


@pytest.mark.parametrize("words", [("bonafide", "spoof"), ("real", "fake")])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_a_key_that_holds_words_for_labels_is_the_label(place, words, order):
    rows = [("utt_id", "key", "p_fake"), *((v, words[y], p) for v, y, p, _ in CELLS)]
    found = place.read(place.file("s.csv", "\n".join(",".join(str(row[at]) for at in order) for row in rows)))
    assert numbers_of(found) == {("s", v): p for v, _, p, _ in CELLS}
    assert dict(found.tables["videos"].select("video", "label").iter_rows()) == {v: ("real", "fake")[y] for v, y, _, _ in CELLS}


@pytest.mark.parametrize("first", ["no face", "N/A", "none"])
@pytest.mark.parametrize("spelled", ["{:.4f}", "tensor({:.4f})", "np.float64({:.4f})"])
def test_scores_may_begin_with_a_word_for_none_in_any_spelling(first, spelled, tmp_path):
    cells = [first, *map(spelled.format, V.p[1:])]
    found = read(tmp_path, {"s.csv": table({"video": V.names, "label": V.labels, "score": cells})})
    assert found.tables["scores"]["p_fake"].drop_nulls().to_list() == pytest.approx(V.p[1:].round(4).tolist())
