"""Names of the trials of ASVspoof's evaluations."""

TRIAL = r"^(LA|PA|DF|ASV|[TDE])_(?:[TDEP]_)?\d+"
"""What they begin with: LA_E_1234567, E_0000000001 …"""
