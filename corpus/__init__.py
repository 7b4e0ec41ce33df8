"""Documents of the project's own making: samples with keys, a phrase bank, and seasons composed from it."""
