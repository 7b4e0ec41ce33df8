"""Word files (.docx) → ``Document``, and the map back from the text to the elements that show it."""

from .reader import read as read
