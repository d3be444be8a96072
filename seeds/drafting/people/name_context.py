"""The words around a name, and what they prove about who bears it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from seeds.drafting.people.names import Name
from seeds.drafting.word_lists import DOING, MEN, PEOPLE_NOUNS, SAYING, TRADES, WOMEN, word_set

_REACH = 90
_LAST_WORD = re.compile(r"([\w][\w’'-]*)(,?)\s+$")
_AGE = re.compile(r",\s+\d{1,3}(?:,|\.|\s)")
_WHO = re.compile(r",\s+(?:who|whose)\b")
_PUT_IT = re.compile(r"\s+(?:puts?|has|had|calls?|called) it\b")
_VERB = re.compile(
    r"(?:,[^,.“”\"]{1,60},|\s*\([^()]{1,80}\))?\s+(?:(?:\w+ly|also|then|now|later|first|finally|never|"
    r"still|even|just|once|will|would|has|have|had|is|was|to|be|been|said to)\s+){0,3}([a-z-]+)"
)
_AS_CHARACTER = re.compile(r"\s+as\s+(?:the\s+)?[A-Z]")
_BY = re.compile(
    r"\b(?:by|starring|starred|stars|featuring|opposite|alongside|[Aa]ccording to)\s+$"
)
_SERVING = re.compile(r"\b([a-z-]+)\s+to\s+$")
_WHOSE = re.compile(r"\b(?:of|in|for|at|from|to|on|into|about|with|near|than)\s+(?:the\s+)?$")
_THE = re.compile(r"\b(?:the|a|an|The|A|An)\s+$")
_PART = re.compile(
    r"\b(?:(?:role|character|part)\s+of|to\s+play|plays|played|playing|"
    r"portray(?:s|ed|ing)?|voic(?:es?|ed|ing))\s+((?:[a-z][\w’'-]*\s+){0,3})$"
)
_AS = re.compile(r"(?<!soon )(?<!well )(?<!just )\bas\s+(?:the\s+)?(?:[a-z]\w*\s+){0,2}$")
_AS_ENDS = re.compile(r"\s*(?:[,.;:()”\"’]|(?:and|or|in|on|for|from|at|with|who)\b|$)")
_NOT_IN_PART = word_set("and by opposite with alongside in for at from")
_APPOSED = re.compile(r",\s+(?:the|a|an|his|her|its|their)\s+((?:[\w’'-]+\s+){0,4}[\w-]+)[,.;]")
_LISTED = re.compile(r",?\s+(?:and|or)\s+|,\s+|\s*&\s*")
_TAKES_OBJECT = word_set(
    "told tell tells called calls dubbed dubs described describes asked asks praised praises "
    "announced announces urged urges thought thinks believed remembers remembered"
)


@dataclass(frozen=True)
class Company:
    """What the words around a name prove, over all its mentions."""

    person: str | None = None
    """What only a person has or does, in words for a comment."""
    is_strong: bool = False
    """The proof is a trade, an age or words of saying."""
    is_character: bool = False
    is_titled: bool = False
    """An article stands before it, as before the title of a work."""
    is_woman: bool | None = None
    trades: frozenset[str] = frozenset()

    def joined(self, other: Company) -> Company:
        """What both prove together."""
        return Company(
            self.person or other.person,
            self.is_strong or other.is_strong,
            self.is_character or other.is_character,
            self.is_titled or other.is_titled,
            other.is_woman if self.is_woman is None else self.is_woman,
            self.trades | other.trades,
        )

    def shared(self) -> Company:
        """What it proves about the next name in a list."""
        person = "listed with people" if self.person else None
        return Company(person, is_character=self.is_character and not self.is_strong)


def company_of(text: str, name: Name) -> Company:
    """What the words right before and after one mention prove."""
    before = text[max(0, name.span.start - _REACH) : name.span.start]
    if name.lead is not None:
        before = before[: before.rfind(name.lead)] + name.lead + " "
    after = text[name.span.end : name.span.end + _REACH]
    company = _trade(before).joined(_apposition(after)).joined(_deed(before, after))
    if _part(before, after):
        company = replace(company, is_character=True)
    if name.lead in ("The", "A", "An") or _THE.search(before):
        company = replace(company, is_titled=True)
    return company


def _trade(before: str) -> Company:
    match = _LAST_WORD.search(before)
    if match is None:
        return Company()
    trade = match[1] if match[1] in PEOPLE_NOUNS else match[1].lower()
    if trade in PEOPLE_NOUNS:
        return _called(trade)
    if trade in SAYING and not match[2] and trade not in _TAKES_OBJECT:
        return Company("speaks", True)
    serving = _SERVING.search(before)
    if serving and serving[1] in TRADES:
        return Company(f"somebody is {serving[1]} to them", True)
    return Company("named after “by” or “with”") if _BY.search(before) else Company()


def _called(trade: str) -> Company:
    is_woman = True if trade in WOMEN else False if trade in MEN else None
    return Company(f"called “{trade}”", True, is_woman=is_woman, trades=frozenset({trade}))


def _apposition(after: str) -> Company:
    match = _APPOSED.match(after)
    trades = PEOPLE_NOUNS.intersection(match[1].split()) if match else ()
    return _called(min(trades)) if trades else Company()


def _deed(before: str, after: str) -> Company:
    if _AGE.match(after):
        return Company("has an age", True)
    if _PUT_IT.match(after) and before.endswith("as "):
        return Company("speaks", True)
    if _WHO.match(after):
        return Company("followed by “who”")
    if _AS_CHARACTER.match(after):
        return Company("plays a part")
    verb = _VERB.match(after)
    if verb is None or _WHOSE.search(before):
        return Company()
    if verb[1] in SAYING:
        return Company("speaks", True)
    return Company("does what people do") if verb[1] in DOING else Company()


def _part(before: str, after: str) -> bool:
    """Whether the name is a part that somebody plays."""
    match = _PART.search(before)
    if match is not None:
        return _NOT_IN_PART.isdisjoint(match[1].split())
    return _AS.search(before) is not None and _AS_ENDS.match(after) is not None


def stands_listed(text: str, one: Name, other: Name) -> bool:
    """Whether `other` follows `one` in a list, with nothing but a comma or "and" between."""
    return _LISTED.fullmatch(text, one.span.end, other.span.start) is not None


def stands_in_brackets_after(text: str, one: Name, other: Name) -> bool:
    """Whether `other` stands alone in brackets right after `one`."""
    between = text[one.span.end : other.span.start]
    return len(between) <= 3 and between.strip() == "(" and text.startswith(")", other.span.end)
