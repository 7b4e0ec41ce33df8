"""No module over 400 lines: says which are, and fails if there are any that the list of debts does not name.

python tests/module_size.py FOLDER…
"""

import sys
from pathlib import Path

LIMIT = 400
DEBTS: frozenset[str] = frozenset()


def too_long(folders: list[str]) -> list[tuple[str, int]]:
    """The Python files under ``folders`` that are over the limit and no known debt, with their numbers of lines."""
    files = [path for folder in folders for path in sorted(Path(folder).rglob("*.py"))]
    sizes = [(path.as_posix(), len(path.read_text("utf-8").splitlines())) for path in files]
    return [(name, size) for name, size in sizes if size > LIMIT and name not in DEBTS]


if __name__ == "__main__":
    found = too_long(sys.argv[1:])
    for name, size in found:
        print(f"{name}：{size} 行，超过 {LIMIT} 行，请拆开", file=sys.stderr)
    sys.exit(bool(found))
