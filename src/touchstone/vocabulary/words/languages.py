"""Words of other languages than English for what a table of scores holds."""

from __future__ import annotations

TRANSLATIONS: dict[str, tuple[str, ...]] = {
    "video": (
        "datei", "dateiname", "dateipfad", "videodatei", "fichier", "nom_de_fichier", "nom_du_fichier", "vidéo", "archivo",
        "nombre_de_archivo", "nombre_archivo", "fichero", "vídeo", "文件", "文件名", "文件名称", "视频", "视频名", "视频名称",
        "nome_file", "nome_del_file", "nomefile", "filmato", "arquivo", "ficheiro", "nome_do_arquivo", "nome_do_ficheiro",
        "plik", "nazwa_pliku", "wideo", "film", "dosya", "dosya_adı", "dosya_adi", "video_adı", "bestand", "bestandsnaam",
        "файл", "имя_файла", "видео", "название_файла", "ファイル", "ファイル名", "動画", "動画名", "映像", "ビデオ",
        "파일", "파일명", "파일_이름", "영상", "비디오", "동영상",
    ),
    "label": (
        "etikett", "kennzeichnung", "wahrheit", "étiquette", "etiquette", "vérité", "verite", "etiqueta", "verdad", "标签",
        "真假", "klasse", "classe", "clase", "类别",
        "etichetta", "verità", "rótulo", "rotulo", "verdade", "etykieta", "klasa", "prawda", "etiket", "sınıf", "sinif",
        "gerçeklik",
        "waarheid", "метка", "класс", "истина", "ярлык", "ラベル", "クラス", "正解", "라벨", "레이블", "클래스", "정답",
    ),
    "score": (
        "wahrscheinlichkeit", "fake_wahrscheinlichkeit", "punktzahl", "probabilité", "probabilite", "probabilidad", "puntuación",
        "puntuacion", "分数", "得分", "概率", "伪造概率",
        "bewertung", "probabilità", "probabilita", "punteggio", "probabilidade", "pontuação", "pontuacao", "prawdopodobieństwo",
        "prawdopodobienstwo", "wynik", "olasılık", "olasilik", "skor", "puan", "kans", "waarschijnlijkheid", "вероятность",
        "оценка", "балл", "スコア", "確率", "偽物確率", "점수", "확률", "스코어",
    ),
    "confidence": (
        "konfidenz", "sicherheit", "confiance", "confianza", "置信度",
        "confidenza", "confiança", "confianca", "pewność", "pewnosc", "güven", "guven", "zekerheid", "уверенность", "信頼度",
        "신뢰도",
    ),
    "predicted": (
        "vorhersage", "prédiction", "prediccion", "predicción", "预测", "预测结果",
        "previsione", "predizione", "previsão", "previsao", "predição", "predicao", "predykcja", "prognoza", "tahmin",
        "voorspelling", "предсказание", "прогноз", "予測", "예측",
    ),
    "frame": (
        "bildnummer", "einzelbild", "trame", "fotograma", "fotogramma", "quadro", "klatka", "numer_klatki", "kare",
        "кадр", "номер_кадра", "帧", "帧号", "フレーム", "フレーム番号", "프레임",
    ),
    "real": (
        "echt", "réel", "reel", "réelle", "authentique", "auténtico", "autentico", "auténtica", "真", "真实", "真人",
        "reale", "autentica", "originale", "autêntico", "autêntica", "genuíno",
        "prawdziwe", "prawdziwy", "prawdziwa", "autentyczny", "autentyczne", "gerçek", "gercek", "orijinal", "настоящее",
        "настоящий", "настоящая", "подлинное", "подлинный", "реальное", "реальный", "оригинал", "本物", "実物", "リアル", "真正",
        "진짜", "실제", "원본",
    ),
    "fake": (
        "falsch", "gefälscht", "gefaelscht", "fälschung", "faelschung", "manipuliert", "faux", "fausse", "truqué", "falsifié",
        "falso", "falsa", "falsificado", "manipulado", "假", "伪造", "虚假", "假视频",
        "falsificato", "contraffatto", "manipolato", "falsificada", "manipulada", "fałszywe", "fałszywy", "fałszywa",
        "falszywe", "falszywy", "sfałszowane", "zmanipulowane", "podrobione", "sahte", "yapay", "nep", "vals", "фейк", "подделка",
        "поддельное", "поддельный", "фальшивка", "фальшивое", "ложное", "偽物", "偽", "フェイク", "偽造", "가짜", "위조",
        "조작", "페이크",
    ),
}  # fmt: skip
"""What a column or a label means → words for it, in plain spelling.

*Wahr*, *vrai* and *verdadero* mean nothing: spreadsheets write the truth values of a column of fakes so.
"""

TRUTHS_OF_SPREADSHEETS: dict[str, bool] = {
    **dict.fromkeys((
        "wahr", "vrai", "verdadero", "vero", "verdadeiro", "waar", "prawda", "истина", "doğru", "dogru", "ja", "oui", "sí", "si",
        "sim", "tak", "да", "evet", "はい", "是", "예",
    ), True),
    **dict.fromkeys((
        "falsch", "faux", "falso", "onwaar", "fałsz", "falsz", "ложь", "yanlış", "yanlis", "nein", "non", "não", "nao", "nee",
        "nie", "нет", "hayır", "hayir", "いいえ", "否", "아니요", "아니오",
    ), False),
}  # fmt: skip
"""Truth values as spreadsheets and people write them in other languages, in lower case."""

IS = frozenset({"is", "ist", "est", "es", "è", "é", "e", "jest", "это", "czy", "was", "war", "has", "been", "it", "wurde"})
"""Words before one for a class that ask whether a video is of it."""
