"""
Many results at a time: a frame in, the same kind of frame out, decided by the same rules.

It needs narwhals and NumPy, which come with the extra ``frame``, and whatever engine the frame is of.

Examples:
    >>> import polars as pl  # doctest: +SKIP
    >>> draws = pl.DataFrame({"il6": [2.4, 0.9], "fasting": True, "exercise": "none"})  # doctest: +SKIP
    >>> interpret_frame(draws, units={"il6": "pg/mL"})["band"].to_list()  # doctest: +SKIP
    ['elevated', 'optimal']
"""

from __future__ import annotations

from ..errors import MissingLibraryError

try:
    from .description import describe
    from .interpreting import interpret_frame
except ModuleNotFoundError as error:
    if error.name not in ("narwhals", "numpy"):
        raise
    msg = f"frames need {error.name}, which is not installed; pip install 'forge-il6[frame]'"
    raise MissingLibraryError(msg) from None

__all__ = ["describe", "interpret_frame"]
