"""What names of files of moving pictures, pictures and sound end with."""

_VIDEOS = "3gp|avi|flv|gif|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|mxf|ogv|webm|wmv"
_PICTURES = "bmp|jpe?g|png|tiff?|webp"
_SOUNDS = "wav|flac|mp3|ogg|m4a|opus|aac"

SOUND = rf"(?i)\.({_SOUNDS})$"
"""What names of files of sound end with."""

MEDIA = rf"(?i)\.(?:{_VIDEOS}|{_PICTURES}|{_SOUNDS})$"
"""What names of files end with that may be scored."""

PICTURES = rf"(?i)\.(?:{_PICTURES})(?:\.(?:npy|npz|pt|pth|pkl|h5|json|txt))?$"
"""What names of pictures end with, and those of files of their features."""

MOVING = rf"(?i)\.(?:{_VIDEOS}|{_SOUNDS})$"
"""What names of files of moving pictures and sound end with."""
