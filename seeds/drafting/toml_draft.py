"""Writes drafts as TOML: what was found as values, where and how sure as comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import tomli_w

from seeds.checks import FILL_IN
from seeds.drafting.articles import Article, Span
from seeds.drafting.draft import Draft, Said
from seeds.drafting.events import Happening
from seeds.drafting.people.people import Found, slug_of
from seeds.drafting.quotes.draft_quotes import printed_runs

FILL_IN_SLUG = "fill-in"
"""Stands for FILL_IN where a slug belongs."""
MAX_SHOWN = 160
MAX_PLACES = 20
"""Places listed for one date."""
MAX_LEFT_OUT = 200
"""Lines an article has at most about what was left out."""

_HEAD = f"""\
Drafted from articles, for a person to finish. Look for "{FILL_IN}" and for "unsure".
A place is file:line:column counted from 1, then characters from–to counted from 0."""


class Ids:
    """Gives every entry an id of its own."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def new(self, kind: str, words: str) -> str:
        """`kind.words-as-a-slug`, with a number behind it where that is taken."""
        made = f"{kind}.{slug_of(words)}"
        while self._taken[made]:
            self._taken[made] += 1
            made = f"{made}-{self._taken[made]}"
        self._taken[made] = 1
        return made


def write_drafts(drafts: Sequence[Draft]) -> str:
    """One TOML text of all drafts: entries article by article, people of all of them last."""
    ids = Ids()
    blocks = ["\n".join(_comments(_HEAD.splitlines()))]
    for draft in drafts:
        blocks += _article_blocks(draft, ids)
    blocks += _people_blocks(drafts)
    return "\n\n".join(blocks) + "\n"


def _article_blocks(draft: Draft, ids: Ids) -> Iterator[str]:
    article = draft.article
    source = ids.new("source", article.name.rsplit(".", 1)[0])
    yield f"# ── {_shown(article.name)} ──"
    yield _source(article, source)
    for said in draft.said:
        yield _quote(draft, said, ids, source)
    for happening in draft.happenings:
        yield _event(draft, happening, ids, source)
    left = sorted(_left_out(draft))
    if left:
        told = [f"{article.place(span)}: {why}" for span, why in left[:MAX_LEFT_OUT]]
        if len(left) > MAX_LEFT_OUT:
            told.append(f"and {len(left) - MAX_LEFT_OUT} more left out")
        yield "\n".join(_comments(told))


def _left_out(draft: Draft) -> Iterator[tuple[Span, str]]:
    """What a person may miss among the entries, and why it is not there."""
    article = draft.article
    for one in draft.left_out:
        yield one.span, f"left out: {_quoted(article, one.span)}: {one.why}"
    for name in draft.people.characters:
        yield name.span, f"left out: {_quoted(article, name.span)}: a character, it seems"
    for name in draft.people.unsure:
        shown = _quoted(article, name.span)
        yield name.span, f"unsure: whether {shown} is a person; nothing beside it shows"


def _source(article: Article, source: str) -> str:
    lines = ["[[source]]", *_field("id", source)]
    lines.append(f'# {FILL_IN}: publisher = "…"')
    lines += _field("title", FILL_IN, "what the article tells, in our own words")
    if article.published is not None:
        lines += _field("published", str(article.published))
    else:
        why = article.fault or "the article prints no date of its own"
        lines += _comments([f"unsure: published: {why}", f'{FILL_IN}: published = "…"'])
    lines += _field("document", article.name)
    lines.append(f'# {FILL_IN}: url = "…"')
    return "\n".join(lines)


def _quote(draft: Draft, said: Said, ids: Ids, source: str) -> str:
    article, speech = draft.article, said.speech
    printed = printed_runs(article, speech.runs)
    lines = ["[[quote]]", *_comments([article.place(speech.outer)])]
    if speech.by is not None:
        words = _quoted(article, speech.by.said_by)
        lines += _comments([f"speaker: {words} at {article.place(speech.by.said_by)}"])
    lines += _comments(f"unsure: {doubt}" for doubt in speech.doubts)
    if printed.doubt:
        lines += _comments([f"unsure: {printed.doubt}"])
    lines += _field("id", ids.new("quote", " ".join(printed.runs[0].split()[:6])))
    if speech.speaker is None:
        lines += _field("speaker", FILL_IN_SLUG, "the slug of whoever speaks")
    else:
        lines += _field("speaker", speech.speaker)
    lines += _said_on(article, said)
    lines += _field("occasion", FILL_IN, 'where or to whom, as it reads after "said"')
    lines += _field("words", printed.runs[0])
    if len(printed.runs) > 1:
        lines += _field("continued", printed.runs[1:])
    lines += _field("topics", [FILL_IN_SLUG], "slugs of topics")
    lines += _field("sources", [source])
    return "\n".join(lines)


def _said_on(article: Article, said: Said) -> list[str]:
    if said.on is None:
        by = f"; not after {article.published}" if article.published else ""
        return [f'# {FILL_IN}: said = "…" (no date stands beside these words{by})']
    words = _quoted(article, said.on.expression.span)
    place = article.place(said.on.expression.span)
    if said.is_above:
        above = f"{words} at {place}, in the sentence before, may date these words"
        return _comments([f'{FILL_IN}: said = "{said.on.date}" (unsure: {above})'])
    doubts = [f"unsure: said: {doubt}" for doubt in said.on.doubts]
    told = _comments([f"said: read from {words} at {place}", *doubts])
    return [*told, *_field("said", str(said.on.date))]


def _event(draft: Draft, happening: Happening, ids: Ids, source: str) -> str:
    article = draft.article
    lines = ["[[event]]"]
    for place in happening.places[:MAX_PLACES]:
        words = _quoted(article, place.expression.span)
        lines += _comments([f"{article.place(place.expression.span)}: {words}"])
        lines += _comments([f"  in: {_quoted(article, place.sentence)}"])
    if len(happening.places) > MAX_PLACES:
        lines += _comments([f"and {len(happening.places) - MAX_PLACES} more places"])
    lines += _comments(f"unsure: date: {doubt}" for doubt in happening.doubts)
    first = happening.places[0]
    when = str(happening.date or first.expression.words)
    lines += _field("id", ids.new("event", f"{source.partition('.')[2]} {when}"))
    if happening.date is not None:
        lines += _field("date", str(happening.date))
    else:
        lines.append(f'# {FILL_IN}: date = "…"')
    lines += _field("title", FILL_IN, "what happened, in our own words; or drop the entry")
    lines += _field("text", FILL_IN, "the same at more length, in our own words")
    lines += _field("category", "news", "or release, birth, stage, screen, interview, …")
    lines += _field("topics", [FILL_IN_SLUG], "slugs of topics")
    people = _people_beside(draft, happening)
    if people:
        lines += _field("people", people)
    lines += _field("sources", [source])
    return "\n".join(lines)


def _people_beside(draft: Draft, happening: Happening) -> list[str]:
    mentions = (
        one
        for place in happening.places[:MAX_PLACES]
        for one in draft.people.within(*place.sentence)
    )
    return list(dict.fromkeys(one.slugs[0] for one in mentions if len(one.slugs) == 1))


def _people_blocks(drafts: Sequence[Draft]) -> Iterator[str]:
    places: dict[str, list[tuple[Draft, Found]]] = {}
    for draft in drafts:
        for slug, person in draft.people.found.items():
            places.setdefault(slug, []).append((draft, person))
    if places:
        yield "# ── People: move these into pack.toml ──"
    for slug, found in places.items():
        lines = ["[[people]]"]
        for draft, person in found:
            lines += _comments([f"{draft.article.place(person.place)}: {person.why}"])
        lines += [*_field("slug", slug), *_field("name", found[0][1].name)]
        aliases = list(dict.fromkeys(alias for _, person in found for alias in person.aliases))
        if aliases:
            lines += _field("aliases", aliases)
        yield "\n".join(lines)


def _field(key: str, value: str | Sequence[str], hint: str | None = None) -> list[str]:
    if isinstance(value, str):
        written = f"{key} = {_string(value)}"
    else:
        written = f"{key} = [{', '.join(map(_string, value))}]"
    return [f"{written}  # {FILL_IN}: {hint}" if hint else written]


def _string(text: str) -> str:
    return tomli_w.dumps({"_": text}).removeprefix("_ = ").rstrip("\n")


def _comments(lines: Iterable[str]) -> list[str]:
    return [f"# {_printable(line)}" for line in lines]


def _quoted(article: Article, span: Span) -> str:
    return f"“{_shown(article.words(Span(span.start, min(span.end, span.start + 4 * MAX_SHOWN))))}”"


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1]}…"


def _printable(line: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in line)
