"""Names of the trials of evaluations of false speech."""

TRIAL = r"^(LA|PA|DF|ASV|ADD(?:\d{4})?(?:_T\d)?|[TDE])_(?:[TDEP]_)?\d+"
"""What trials of ASVspoof and ADD begin with: LA_E_1234567, E_0000000001, ADD_E_00000001 …"""
