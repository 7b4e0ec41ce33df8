"""Word files given back to who sent them: with each finding marked, or with the blanks filled in."""
