"""``python -m zongjie`` is the command ``zongjie``."""

from .cli import main

if __name__ == "__main__":
    main()
