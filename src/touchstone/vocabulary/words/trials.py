"""Names of the trials of evaluations of false speech, and of files of sound."""

TRIAL = r"^(LA|PA|DF|ASV|ADD(?:\d{4})?(?:_T\d)?|[TDE])_(?:[TDEP]_)?\d+"
"""What trials of ASVspoof and ADD begin with: LA_E_1234567, E_0000000001, ADD_E_00000001 …"""

SOUND = r"(?i)\.(wav|flac|mp3|ogg|m4a|opus|aac)$"
"""What names of files of sound end with."""
