"""Filling in: the blanks of a report as a list that a unit can fill in, and which of its values fit."""
