import dataclasses
import importlib
import inspect
import pkgutil
from dataclasses import dataclass

import jsonschema
import polars as pl
import pytest

import touchstone.conclusions
from touchstone.conclusions.metrics import Difference, Estimate
from touchstone.report import SCHEMAS, json_schema
from touchstone.report.serialise import documented, json_values, schema_of, to_json

HALF = Estimate(value=0.5, low=0.4, high=float("inf"), n=9, groups=None, method="Wilson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What both have.

    Attributes:
        share: a number, declared as one with a fraction;
            on a second line.
    """

    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Base):
    """A result.

    Further words.

    Attributes:
        pair: two numbers; ``None`` for none.
        by_name: name → number.
    """

    pair: tuple[int, float] | None
    by_name: dict[str, float]


def test_a_result_is_an_object_with_a_key_per_field():
    result = Sample(share=1, pair=(1, 2.5), by_name={"a": float("nan")})
    assert json_values(result) == {"share": 1.0, "pair": [1, 2.5], "by_name": {"a": None}}
    assert to_json(result).startswith(b'{\n  "share": 1.0,')


def test_the_schema_is_that_of_the_object():
    schema = schema_of(Sample)
    assert schema["description"] == "A result."
    assert schema["properties"]["share"]["description"] == (
        "a number, declared as one with a fraction; on a second line."
    )
    assert schema["properties"]["pair"]["description"] == "two numbers; null for none."
    good = json_values(Sample(share=None, pair=(1, 2.5), by_name={"a": 1.0}))
    jsonschema.validate(good, schema)
    for bad in ({**good, "more": 1}, {"share": 1.0}, {**good, "pair": [1]}, {**good, "pair": [1.5, 2.5]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_a_difference_holds_its_estimate_under_another_word():
    written = json_values(Difference(estimate=HALF, p_value=0.03, test="Wald"))
    assert written["difference"]["value"] == 0.5
    assert written["difference"]["high"] is None
    assert set(written) == {"difference", "p_value", "test", "p_adjusted", "correction"}
    jsonschema.validate(written, schema_of(Difference))


def test_what_has_no_form_in_json_is_refused():
    with pytest.raises(TypeError, match="DataFrame has no form in JSON"):
        json_values({"rows": pl.DataFrame({"a": [1]})})
    with pytest.raises(TypeError, match="no form in JSON"):
        schema_of(dataclasses.make_dataclass("Wrong", [("rows", pl.DataFrame)]))


@pytest.mark.parametrize("name", ["cm_model_detailed_analysis.json", *[n for n in SCHEMAS if "detailed" not in n]])
def test_every_key_says_what_it_holds(name):
    schema = json_schema(name)
    objects = [schema, *schema["$defs"].values()]
    assert [
        (o["title"], key) for o in objects for key, held in o["properties"].items() if not held["description"]
    ] == []


def test_every_field_of_a_conclusion_is_documented():
    undocumented = set()
    for module in pkgutil.walk_packages(touchstone.conclusions.__path__, "touchstone.conclusions."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if dataclasses.is_dataclass(kind) and kind.__module__ == module.name:
                said = documented(kind)
                undocumented |= {
                    f"{name}.{f.name}"
                    for f in dataclasses.fields(kind)
                    if not f.name.startswith("_") and not said.get(f.name)
                }
    assert undocumented == set()
