"""The spaCy factories, which entry points name: ``zongjie_*``, in the order of the pipeline.

Each takes ``lexicon``, tables laid over the shipped word lists (see ``lexicon.load``).
"""

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from .record import record

Component = Callable[[Doc], Doc]

PIPELINE = (
    "zongjie_outline",
    "zongjie_roles",
    "zongjie_items",
    "zongjie_placeholders",
    "zongjie_metrics",
    "zongjie_indicators",
    "zongjie_canonical",
    "zongjie_initiatives",
)
_DEFAULTS: dict[str, Any] = {"lexicon": {}}


@Language.factory("zongjie_outline", default_config=_DEFAULTS)
def make_outline(nlp: Language, name: str, lexicon: dict[str, Any]) -> Component:
    """Headings and the heads of enumerated parts, as one tree."""
    from .outline import Outline

    return Outline(lexicon)


@Language.factory("zongjie_roles", default_config=_DEFAULTS)
def make_roles(nlp: Language, name: str, lexicon: dict[str, Any]) -> Component:
    """The sections and what each is there for; needs the outline."""
    from .roles import Roles

    return Roles(lexicon)


@Language.factory("zongjie_items", default_config=_DEFAULTS)
def make_items(nlp: Language, name: str, lexicon: dict[str, Any]) -> Component:
    """What the sections of problems, plans and suggestions enumerate; needs outline and roles."""
    from .items import Items

    return Items(lexicon)


@Language.factory("zongjie_placeholders", default_config=_DEFAULTS)
def make_placeholders(nlp: Language, name: str, lexicon: dict[str, Any]) -> Component:
    """Marks and gaps where something was left out."""
    from .placeholders import Placeholders

    return Placeholders(lexicon)


@Language.factory("zongjie_metrics", default_config=_DEFAULTS)
def make_metrics(nlp: Language, name: str, lexicon: dict[str, Any]) -> Component:
    """Quantities that report or promise work; needs the placeholders."""
    from .metrics import Metrics

    return Metrics(lexicon)


@Language.factory("zongjie_indicators", default_config=_DEFAULTS)
def make_indicators(nlp: Language, name: str, lexicon: dict[str, Any]) -> Component:
    """What each metric counts; needs the metrics."""
    from .indicators import Indicators

    return Indicators(lexicon)


@Language.factory("zongjie_canonical", default_config={**_DEFAULTS, "indicators": []})
def make_canonical(nlp: Language, name: str, lexicon: dict[str, Any], indicators: list[dict[str, Any]]) -> Component:
    """The name that the catalogue has for what each metric counts; needs the indicators.

    ``indicators`` are those of a profile (see ``settings.Indicator``).
    """
    from ..settings import Indicator
    from .canonical import Canonical

    return Canonical(lexicon, [Indicator.model_validate(one) for one in indicators])


@Language.factory("zongjie_initiatives", default_config=_DEFAULTS)
def make_initiatives(nlp: Language, name: str, lexicon: dict[str, Any]) -> Component:
    """Named mechanisms, schemes and brands of the unit's own."""
    from .initiatives import Initiatives

    return Initiatives(lexicon)


class Words:
    """Notes whose user dictionary ``doc._.words`` uses; the words themselves are cut when asked for."""

    def __init__(self, dictionary: str) -> None:
        self.dictionary = dictionary

    def __call__(self, doc: Doc) -> Doc:
        """Leaves the path on ``doc``."""
        record(doc)["dictionary"] = self.dictionary
        return doc


@Language.factory("zongjie_words", default_config={"dictionary": ""})
def make_words(nlp: Language, name: str, dictionary: str) -> Component:
    """The user's dictionary for ``doc._.words``; ``dictionary`` is its path, in jieba's ``load_userdict`` format."""
    return Words(dictionary)
