"""Work in processes of its own: one that dies, hangs or takes too much memory costs its task alone, and is replaced.

It imports nothing heavy: a process starts with this room, and loads what its work needs.
"""

from .memory import free_memory, limited_memory, machine_memory, memory_share, return_unused
from .order import in_order
from .start import cores

__all__ = ["cores", "free_memory", "in_order", "limited_memory", "machine_memory", "memory_share", "return_unused"]
