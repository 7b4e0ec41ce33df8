"""Reports and their findings as one self-contained HTML page, for reading in a browser and for printing.

The page needs no network, and nothing but what it brings can run in it: its policy names the digests of its own style
and script. Anchors stay the same for the same text: ``f-START-END`` a finding, ``m-START`` a metric, ``b-START`` a
blank, ``o-START`` a heading, ``n-NUMBER`` an entry in the list of findings; on a page of several documents each is
preceded by ``dNUMBER-``.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ...report import Failure, Finding, Report
from ..console import KINDS, SEVERITIES, amount, related
from ..files import write_text
from .sheet import Rule, sheet

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_TEMPLATES = "templates"


def page(report: Report, findings: Sequence[Finding], rules: Mapping[str, Rule] | None = None) -> str:
    """The page of one document with its findings, which are in the order of the text; ``rules`` by id explain them."""
    return pages([(report, findings)], rules)


def pages(
    results: Iterable[tuple[Report, Sequence[Finding]] | Failure], rules: Mapping[str, Rule] | None = None
) -> str:
    """One page of several documents: an index, what could not be read and why, then each document."""
    results = list(results)
    rules = rules or {}
    checked = [one for one in results if not isinstance(one, Failure)]
    prefixes = [""] if len(checked) == 1 else [f"d{number}-" for number, _ in enumerate(checked, 1)]
    sheets = [sheet(*one, rules, prefix) for one, prefix in zip(checked, prefixes, strict=True)]
    style, script = resource("page.css"), resource("page.js")
    allowed = f"style-src '{digest(style)}'; script-src '{digest(script)}'"
    return _template().render(
        sheets=sheets,
        failures=[one for one in results if isinstance(one, Failure)],
        totals={name: sum(one.counts[name] for one in sheets) for name in SEVERITIES},
        rules={kind.rule: rules.get(kind.rule) for one in sheets for kind in one.kinds},
        style=style,
        script=script,
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
    )


def write(path: Path, report: Report, findings: Sequence[Finding], rules: Mapping[str, Rule] | None = None) -> None:
    """Writes ``page`` to ``path``, in one step. Raises ``WriteError``."""
    write_text(path, page(report, findings, rules))


def resource(name: str) -> str:
    """The text of a file beside the templates."""
    return (resources.files(__name__) / _TEMPLATES / name).read_text("utf-8")


def digest(content: str) -> str:
    """What a policy calls a style or a script that may be used."""
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def environment() -> "Environment":
    """What renders the templates: text is escaped, and a name that is not given is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # load only for those who want a page

    return Environment(
        loader=PackageLoader(__name__, _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _template() -> "Template":
    made = environment()
    made.globals |= {"amount": amount, "kinds": KINDS, "related": related, "severities": SEVERITIES}
    return made.get_template("page.html")
