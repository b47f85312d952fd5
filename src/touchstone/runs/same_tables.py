"""Hashes of earlier code that fills the tables as the present code, but for roundings; a run that it began can be continued.

A file of its own, since it alone changes when code is moved or worded differently and the tables stay the same.
"""

SAME_TABLES = frozenset(
    {
        "e4eea6a2506c25124ef3c1b46f9d23293deb01e697b88dafce35cdda4c6fdfde",  # the flat rooms, before the wings
        "9a6605aaa2cd49cfa3dbb69743a63021bc2cd97785558387b2a3c9c0cf94850b",  # the same, torch's threads owned by one place
        "ab5964e3d91387b279fc557c9b405f09d1f4dea8ad5db9bb8a09204cd59b7d09",  # the wings, messages and docstrings in other words
        "ed72a5048f7d2ecaec89ccb014f5cb1f2ddfc5a10702c90b3bb04984c0fa8e44",  # before readers with limits, and the column failure
    }
)
"""The hashes, as ``run.json`` holds them under ``code_hash``.

``benchmarks/freeze.py`` shows whether tables are the same. After a change that alters the tables by more than the roundings of a
network (1e-6 of a probability), empty this set.
"""
