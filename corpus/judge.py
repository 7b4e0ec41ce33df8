"""Scores what was found in a season against its key: ``python -m corpus.judge OUT RESULTS.jsonl``.

RESULTS is what ``zongjie check --format jsonl`` or ``zongjie batch`` gave: findings and failures, one a line. A planted
fault is found if a finding of its rule lies in its passage; a finding is right if it belongs to a fault, by its rule or
by one that the key allows there.
"""

import argparse
import json
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

GRAVE = ("error", "warning")


class Score(NamedTuple):
    """``missed`` are (path, fault), ``extra`` (path, finding) of the severities that count, ``hints`` the lighter ones.

    ``by_rule`` is rule → (found, planted); ``unread`` are hostile files that were read, or others that were not.
    """

    by_rule: dict[str, tuple[int, int]]
    right: int
    missed: list[tuple[str, dict[str, Any]]]
    extra: list[tuple[str, dict[str, Any]]]
    hints: list[tuple[str, dict[str, Any]]]
    unread: list[str]

    @property
    def recall(self) -> float:
        """The share of planted faults that was found."""
        planted = sum(all_of for _, all_of in self.by_rule.values())
        return sum(found for found, _ in self.by_rule.values()) / planted if planted else 1.0

    @property
    def precision(self) -> float:
        """The share of errors and warnings that belong to a planted fault."""
        shown = self.right + len(self.extra)
        return self.right / shown if shown else 1.0


def score(
    key: Mapping[str, Any],
    findings: Mapping[str, Iterable[Mapping[str, Any]]],
    failures: Iterable[str],
    text_of: Callable[[str], str],
    rules: Iterable[str],
) -> Score:
    """How the ``findings`` (path → findings as in their JSON) fit the key, judged by the faults of ``rules``.

    ``failures`` are the paths of files that could not be read, ``text_of`` gives the text of one that could.
    """
    known, failed = set(rules), set(failures)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    missed, extra, hints, right = [], [], [], 0
    unread = [one["path"] for one in key["files"] if bool(one["hostile"]) != (one["path"] in failed)]
    for entry in key["files"]:
        path = entry["path"]
        if entry["hostile"] or path in failed:
            continue
        here = [dict(one) for one in findings.get(path, ())]
        faults = [fault for fault in entry["faults"] if fault["rule"] in known]
        text = text_of(path) if entry["faults"] and here else ""
        owned: set[int] = set()
        for fault in entry["faults"]:
            ranges = _ranges(fault, text)
            mine = [index for index, one in enumerate(here) if _belongs(one, fault, ranges)]
            owned.update(mine)
            if fault not in faults or fault["optional"]:
                continue
            is_found = any(here[index]["rule"] == fault["rule"] for index in mine)
            counts[fault["rule"]][0] += is_found
            counts[fault["rule"]][1] += 1
            if not is_found:
                missed.append((path, fault))
        for index, one in enumerate(here):
            if one["severity"] in GRAVE:
                right += index in owned
                if index not in owned:
                    extra.append((path, one))
            elif index not in owned:
                hints.append((path, one))
    by_rule = {rule: (found, planted) for rule, (found, planted) in sorted(counts.items())}
    return Score(by_rule, right, missed, extra, hints, unread)


def _ranges(fault: Mapping[str, Any], text: str) -> list[tuple[int, int]]:
    """Where in ``text`` a finding of the fault may lie; nowhere in particular: nothing."""
    passages = [passage for passage in (fault["passage"], *fault["others"]) if passage]
    found = [(at.start(), at.end()) for passage in passages for at in re.finditer(re.escape(passage), text)]
    return found if fault["passage"] else []


def _belongs(finding: Mapping[str, Any], fault: Mapping[str, Any], ranges: list[tuple[int, int]]) -> bool:
    if finding["rule"] != fault["rule"] and finding["rule"] not in fault["also"]:
        return False
    if not ranges or finding["start"] == finding["end"]:
        return True
    return any(finding["start"] < end and start < finding["end"] for start, end in ranges)


def text_of(out: Path, path: str) -> str:
    """The text of a submission as zongjie reads it; members of a ZIP as well."""
    from zongjie.reading import read, read_bytes

    before, inside, member = path.partition(".zip/")
    if not inside:
        return read(str(out / path)).text
    with zipfile.ZipFile(out / f"{before}.zip", metadata_encoding="gbk") as archive:
        return read_bytes(archive.read(member), member).text


def totals(key: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Where the totals ``found`` (indicator → total) differ from the keyed ones of the demanded indicators."""
    return [
        f"{name}: {found.get(name)} instead of {row['total']}"
        for name, row in key["demanded"].items()
        if found.get(name) is None or abs(float(found[name]) - float(row["total"])) > 1e-6
    ]


def _load(lines: Iterable[str], paths: Iterable[str]) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """Findings by path, and the paths of failures; sources may have folders before the path."""
    named = set(paths)
    findings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    failures: list[str] = []
    for line in lines:
        one = json.loads(line)
        source = one["source"].replace("\\", "/")
        parts = source.split("/")
        path = next((p for p in ("/".join(parts[at:]) for at in range(len(parts))) if p in named), source)
        if str(one.get("schema", "")).startswith("zongjie.failure"):
            failures.append(path)
        elif "rule" in one:
            findings[path].append(one)
    return findings, failures


def main(arguments: list[str] | None = None) -> int:
    """The command; its exit code is 1 below a recall of 0.99 or a precision of 0.98."""
    from zongjie.checks import RULES

    parser = argparse.ArgumentParser(prog="python -m corpus.judge", description="按答案给检查结果打分")
    parser.add_argument("out", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--show", type=int, default=5, help="so many misses and extras of each rule")
    given = parser.parse_args(arguments)
    key = json.loads((given.out / "key.json").read_text("utf-8"))
    with given.results.open(encoding="utf-8") as lines:
        findings, failures = _load(lines, [one["path"] for one in key["files"]])
    result = score(key, findings, failures, lambda path: text_of(given.out, path), RULES)
    sys.stdout.write(shown(result, key, RULES, given.show))
    return 0 if result.recall >= 0.99 and result.precision >= 0.98 else 1


def shown(result: Score, key: Mapping[str, Any], rules: Iterable[str], examples: int) -> str:
    """The score as text, with examples of what was missed and of what is too much."""
    known = set(rules)
    skipped = Counter(fault["rule"] for one in key["files"] for fault in one["faults"] if fault["rule"] not in known)
    lines = [f"{rule}  {found}/{planted}" for rule, (found, planted) in result.by_rule.items()]
    lines += [f"{rule}  no such rule, {count} planted" for rule, count in sorted(skipped.items())]
    seen: Counter[tuple[str, str]] = Counter()
    rows = [("missed", path, one["rule"], f"{one['quote']} | {one['passage']}") for path, one in result.missed]
    for name, found in (("extra", result.extra), ("hint", result.hints)):
        rows += [(name, path, one["rule"], f"{one['text']} | {one['message']}") for path, one in found]
    for name, path, rule, text in rows:
        seen[name, rule] += 1
        if seen[name, rule] <= examples:
            lines.append(f"{name} {rule} {path}: {text[:160]}")
    lines += [f"{name} {rule}: {count}" for (name, rule), count in sorted(seen.items())]
    lines += [f"read or not read against the key: {path}" for path in result.unread]
    lines.append(f"recall {result.recall:.4f}  precision {result.precision:.4f} ({result.right} right)")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
