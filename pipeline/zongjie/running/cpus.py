"""How many CPUs this process may use: fewer than the machine has where an administrator or a container says so."""

import math
import os
from pathlib import Path, PurePosixPath


def usable(root: Path = Path("/")) -> int:
    """The CPUs of this process's affinity, or as many as the quotas of its control groups amount to, at least 1.

    ``root`` is the folder in which ``proc`` and ``sys`` are found.
    """
    try:
        allowed = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        allowed = os.cpu_count() or 1
    return max(1, min([allowed, *map(math.ceil, _quotas(root))]))


def _quotas(root: Path) -> list[float]:
    """The CPUs that each control group above this process allows, of version 2 or 1; nothing where none has a say."""
    found = []
    for line in _lines(root / "proc/self/cgroup"):
        _, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        if controllers and "cpu" not in controllers.split(","):
            continue
        mount = root / "sys/fs/cgroup" / ("cpu" if controllers else "")
        # In a container the group's path is often that of the host, of which only the mount itself is to be seen.
        for above in (inner := PurePosixPath(group.lstrip("/")), *inner.parents):
            found += _quota(mount / above)
    return found


def _quota(group: Path) -> list[float]:
    try:
        quota, period = (
            _lines(group / "cpu.max")[0].split()
            if (group / "cpu.max").is_file()
            else [_lines(group / f"cpu.cfs_{name}_us")[0] for name in ("quota", "period")]
        )
        return [int(quota) / int(period)] if int(quota) > 0 else []
    except (IndexError, ValueError, ZeroDivisionError):  # no such file, "max", or what no one expects
        return []


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except OSError:
        return []
