from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import examine
from touchstone.testing import footage, ranks, tables
from touchstone.vocabulary.tables import COUNTS, REJECTED, from_rows


def found(counts=(), rejected=(), videos=None):
    made = tables({"cm": ranks(3)}, footage(40) if videos is None else videos)
    made["counts"] = from_rows(counts, COUNTS)
    made["rejected"] = from_rows(rejected, REJECTED)
    return diagnose(examine(made), made, "touchstone scores s.csv --out NEW")


def rows(name, real, fake, n=50):
    return [
        {"file": "c.json", "detector": name, "label": label, "total": n, "correct": right}
        for label, right in (("real", real), ("fake", fake))
    ]


def codes(findings, subject):
    return [(f.code, f.verdict) for f in findings if f.subject == subject]


def test_counts_suspect_but_never_confirm():
    findings = found(
        rows("tm", 50, 0) + rows("rr", 44, 12) + rows("cm", 46, 24) + rows("good", 48, 47) + rows("swapped", 4, 3)
    )
    assert codes(findings, "tm (counts)") == [("scores.constant", "suspected")]
    assert codes(findings, "rr (counts)") == [("scores.no_signal", "cannot_tell")]
    assert codes(findings, "cm (counts)") == [("scores.threshold_shift", "cannot_tell")]
    assert codes(findings, "swapped (counts)") == [("scores.inverted", "suspected")]
    assert codes(findings, "good (counts)") == []


def test_counts_alone_say_nothing_of_footage():
    made = tables({}, [])
    made["counts"] = from_rows(rows("tm", 50, 0), COUNTS)
    findings = diagnose(examine(made), made, "x")
    assert {f.subject for f in findings} == {"tm (counts)"}


def test_rows_that_contradict_each_other_are_found_and_equal_ones_are_not():
    one = {
        "file": "s.csv",
        "row": 3,
        "detector": "cm",
        "video": "a.mp4",
        "kind": "contradicting",
        "value": 0.2,
        "reason": "x",
    }
    findings = found(
        rejected=[one, {**one, "row": 9}, {**one, "row": 11, "kind": "contradicting label", "detector": ""}]
    )
    (finding,) = [f for f in findings if f.code == "data.duplicates"]
    assert finding.verdict == "confirmed"
    assert (
        "2 rows give 1 detector × video pair different scores, the first is a.mp4 in row 3 of s.csv"
        in finding.evidence[0].statement
    )
    assert "1 video(s) are labelled both real and fake in the files" in finding.evidence[1].statement
    assert not [f for f in found(rejected=[{**one, "kind": "identical"}]) if f.code == "data.duplicates"]
