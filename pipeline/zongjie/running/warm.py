"""Importing this module loads all that an analysis needs: the fork server does, so that its children start ready."""

import gc

gc.disable()  # what is loaded stays, so looking for garbage among it is lost time

from ..reading import word as word  # noqa: E402
from .analyze import analyze  # noqa: E402

analyze("一、工作回顾\n全年开展主题党日12次，走访群众**人次。\n".encode())
gc.freeze()  # else a child's collections would write to, and so copy, every page that it shares
gc.enable()
