"""German, French, Spanish and Chinese words for what a table of scores holds."""

from __future__ import annotations

TRANSLATIONS: dict[str, tuple[str, ...]] = {
    "video": (
        "datei", "dateiname", "dateipfad", "videodatei", "fichier", "nom_de_fichier", "nom_du_fichier", "vidéo", "archivo",
        "nombre_de_archivo", "nombre_archivo", "fichero", "vídeo", "文件", "文件名", "文件名称", "视频", "视频名", "视频名称",
    ),
    "label": (
        "etikett", "kennzeichnung", "wahrheit", "étiquette", "etiquette", "vérité", "verite", "etiqueta", "verdad", "标签",
        "真假", "klasse", "classe", "clase", "类别",
    ),
    "score": (
        "wahrscheinlichkeit", "fake_wahrscheinlichkeit", "punktzahl", "probabilité", "probabilite", "probabilidad", "puntuación",
        "puntuacion", "分数", "得分", "概率", "伪造概率",
    ),
    "confidence": ("konfidenz", "sicherheit", "confiance", "confianza", "置信度"),
    "predicted": ("vorhersage", "prédiction", "prediccion", "predicción", "预测", "预测结果"),
    "real": ("echt", "réel", "reel", "réelle", "authentique", "auténtico", "autentico", "auténtica", "真", "真实", "真人"),
    "fake": (
        "falsch", "gefälscht", "gefaelscht", "fälschung", "faelschung", "manipuliert", "faux", "fausse", "truqué", "falsifié",
        "falso", "falsa", "falsificado", "manipulado", "假", "伪造", "虚假", "假视频",
    ),
}  # fmt: skip
"""What a column or a label means → words for it, in plain spelling.

*Wahr*, *vrai* and *verdadero* mean nothing: spreadsheets write the truth values of a column of fakes so.
"""
