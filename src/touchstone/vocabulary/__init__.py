"""What every other wing speaks: tables, domains and indicators as data, contracts, errors, file and process tools.

It reads no other wing.
"""
