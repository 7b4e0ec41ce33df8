"""Who has passages of whom: copies over the documents of a season, in nearly linear time."""

from .copies import copies as copies
from .shingles import comparable as comparable
from .shingles import sketch as sketch
