"""Metrics, examination, diagnosis, prescription: pure functions of the tables."""
