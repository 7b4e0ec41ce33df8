"""A season's submissions: whose each document is, which one counts, and what was copied from where."""
