from __future__ import annotations

import types

import touchstone.conclusions.metrics as metrics


def test_the_contract_is_every_public_name_in_alphabetical_order() -> None:
    public = {
        name
        for name, value in vars(metrics).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert set(metrics.__all__) == public
    assert metrics.__all__ == sorted(metrics.__all__, key=lambda n: (not n.isupper(), n[0].islower(), n))
    described = [value for name in metrics.__all__ if callable(value := getattr(metrics, name))]
    assert all(value.__doc__ for value in described if isinstance(value, type | types.FunctionType))
