"""The run folder, and the workflows that join both sides."""

from ._analyze import Analysis, analyze
from ._conclude import Conclusions, conclude
from ._demo import demo
from ._folder import RunFolder

__all__ = ["Analysis", "Conclusions", "RunFolder", "analyze", "conclude", "demo"]
