"""Hostile inputs of every kind, given to the command as strangers would give them, and the rules that must hold.

``python -m benchmarks.fuzz --help`` says how it is run.
"""
