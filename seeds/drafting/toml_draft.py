"""Writes drafts as TOML: what was found as values, where and how sure as comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import tomli_w

from seeds.checks import PLACEHOLDER
from seeds.drafting.articles import Article, Span
from seeds.drafting.draft import ArticleDraft, DatedSpeech
from seeds.drafting.events import DraftEvent
from seeds.drafting.people.people import FoundPerson, slugify
from seeds.drafting.quotes.draft_quotes import trim_quote

PLACEHOLDER_SLUG = "fill-in"
"""Stands for FILL_IN where a slug belongs."""
MAX_SNIPPET_LENGTH = 160
MAX_MENTIONS = 20
"""Places listed for one date."""
MAX_SKIPPED_LINES = 200
"""Lines an article has at most about what was left out."""

_HEADER = f"""\
Drafted from articles, for a person to finish. Look for "{PLACEHOLDER}" and for "unsure".
A place is file:line:column counted from 1, then characters from–to counted from 0."""


class EntryIdGenerator:
    """Gives every entry an id of its own."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def generate(self, kind: str, words: str) -> str:
        """`kind.words-as-a-slug`, with a number behind it where that is taken."""
        made = f"{kind}.{slugify(words)}"
        while self._taken[made]:
            self._taken[made] += 1
            made = f"{made}-{self._taken[made]}"
        self._taken[made] = 1
        return made


def format_drafts(drafts: Sequence[ArticleDraft]) -> str:
    """One TOML text of all drafts: entries article by article, people of all of them last."""
    ids = EntryIdGenerator()
    blocks = ["\n".join(_format_comments(_HEADER.splitlines()))]
    for draft in drafts:
        blocks += _format_article(draft, ids)
    blocks += _format_people(drafts)
    return "\n\n".join(blocks) + "\n"


def _format_article(draft: ArticleDraft, ids: EntryIdGenerator) -> Iterator[str]:
    article = draft.article
    source_id = ids.generate("source", article.name.rsplit(".", 1)[0])
    yield f"# ── {_shorten(article.name)} ──"
    yield _format_source(article, source_id)
    for dated_speech in draft.speeches:
        yield _format_quote(draft, dated_speech, ids, source_id)
    for event in draft.events:
        yield _format_event(draft, event, ids, source_id)
    left = sorted(_list_skipped(draft))
    if left:
        told = [f"{article.format_location(span)}: {why}" for span, why in left[:MAX_SKIPPED_LINES]]
        if len(left) > MAX_SKIPPED_LINES:
            told.append(f"and {len(left) - MAX_SKIPPED_LINES} more left out")
        yield "\n".join(_format_comments(told))


def _list_skipped(draft: ArticleDraft) -> Iterator[tuple[Span, str]]:
    """What a person may miss among the entries, and why it is not there."""
    article = draft.article
    for one in draft.skipped:
        yield one.span, f"left out: {_format_snippet(article, one.span)}: {one.reason}"
    for name in draft.people.characters:
        yield name.span, f"left out: {_format_snippet(article, name.span)}: a character, it seems"
    for name in draft.people.unsure:
        shown = _format_snippet(article, name.span)
        yield name.span, f"unsure: whether {shown} is a person; nothing beside it shows"


def _format_source(article: Article, source_id: str) -> str:
    lines = ["[[source]]", *_format_field("id", source_id)]
    lines.append(f'# {PLACEHOLDER}: publisher = "…"')
    lines += _format_field("title", PLACEHOLDER, "what the article tells, in our own words")
    if article.published is not None:
        lines += _format_field("published", str(article.published))
    else:
        why = article.date_problem or "the article prints no date of its own"
        lines += _format_comments([f"unsure: published: {why}", f'{PLACEHOLDER}: published = "…"'])
    lines += _format_field("document", article.name)
    lines.append(f'# {PLACEHOLDER}: url = "…"')
    return "\n".join(lines)


def _format_quote(
    draft: ArticleDraft, dated_speech: DatedSpeech, ids: EntryIdGenerator, source_id: str
) -> str:
    article, speech = draft.article, dated_speech.speech
    printed = trim_quote(article, speech.runs)
    lines = ["[[quote]]", *_format_comments([article.format_location(speech.outer_span)])]
    if speech.attribution is not None:
        words = _format_snippet(article, speech.attribution.speaker_span)
        lines += _format_comments(
            [f"speaker: {words} at {article.format_location(speech.attribution.speaker_span)}"]
        )
    lines += _format_comments(f"unsure: {doubt}" for doubt in speech.doubts)
    if printed.doubt:
        lines += _format_comments([f"unsure: {printed.doubt}"])
    lines += _format_field("id", ids.generate("quote", " ".join(printed.runs[0].split()[:6])))
    if speech.speaker_slug is None:
        lines += _format_field("speaker", PLACEHOLDER_SLUG, "the slug of whoever speaks")
    else:
        lines += _format_field("speaker", speech.speaker_slug)
    lines += _format_said(article, dated_speech)
    lines += _format_field("occasion", PLACEHOLDER, 'where or to whom, as it reads after "said"')
    lines += _format_field("words", printed.runs[0])
    if len(printed.runs) > 1:
        lines += _format_field("continued", printed.runs[1:])
    lines += _format_field("topics", [PLACEHOLDER_SLUG], "slugs of topics")
    lines += _format_field("sources", [source_id])
    return "\n".join(lines)


def _format_said(article: Article, dated_speech: DatedSpeech) -> list[str]:
    if dated_speech.date_mention is None:
        by = f"; not after {article.published}" if article.published else ""
        return [f'# {PLACEHOLDER}: said = "…" (no date stands beside these words{by})']
    words = _format_snippet(article, dated_speech.date_mention.expression.span)
    place = article.format_location(dated_speech.date_mention.expression.span)
    if dated_speech.is_in_previous_sentence:
        above = f"{words} at {place}, in the sentence before, may date these words"
        return _format_comments(
            [f'{PLACEHOLDER}: said = "{dated_speech.date_mention.date}" (unsure: {above})']
        )
    doubts = [f"unsure: said: {doubt}" for doubt in dated_speech.date_mention.doubts]
    told = _format_comments([f"said: read from {words} at {place}", *doubts])
    return [*told, *_format_field("said", str(dated_speech.date_mention.date))]


def _format_event(
    draft: ArticleDraft, event: DraftEvent, ids: EntryIdGenerator, source_id: str
) -> str:
    article = draft.article
    lines = ["[[event]]"]
    for mention in event.mentions[:MAX_MENTIONS]:
        words = _format_snippet(article, mention.expression.span)
        lines += _format_comments([f"{article.format_location(mention.expression.span)}: {words}"])
        lines += _format_comments([f"  in: {_format_snippet(article, mention.sentence)}"])
    if len(event.mentions) > MAX_MENTIONS:
        lines += _format_comments([f"and {len(event.mentions) - MAX_MENTIONS} more places"])
    lines += _format_comments(f"unsure: date: {doubt}" for doubt in event.doubts)
    first = event.mentions[0]
    when = str(event.date or first.expression.words)
    lines += _format_field("id", ids.generate("event", f"{source_id.partition('.')[2]} {when}"))
    if event.date is not None:
        lines += _format_field("date", str(event.date))
    else:
        lines.append(f'# {PLACEHOLDER}: date = "…"')
    lines += _format_field(
        "title", PLACEHOLDER, "what happened, in our own words; or drop the entry"
    )
    lines += _format_field("text", PLACEHOLDER, "the same at more length, in our own words")
    lines += _format_field("category", "news", "or release, birth, stage, screen, interview, …")
    lines += _format_field("topics", [PLACEHOLDER_SLUG], "slugs of topics")
    people = _list_mentioned_people(draft, event)
    if people:
        lines += _format_field("people", people)
    lines += _format_field("sources", [source_id])
    return "\n".join(lines)


def _list_mentioned_people(draft: ArticleDraft, event: DraftEvent) -> list[str]:
    mentions = (
        one
        for mention in event.mentions[:MAX_MENTIONS]
        for one in draft.people.list_mentions(*mention.sentence)
    )
    return list(dict.fromkeys(one.slugs[0] for one in mentions if len(one.slugs) == 1))


def _format_people(drafts: Sequence[ArticleDraft]) -> Iterator[str]:
    places: dict[str, list[tuple[ArticleDraft, FoundPerson]]] = {}
    for draft in drafts:
        for slug, person in draft.people.by_slug.items():
            places.setdefault(slug, []).append((draft, person))
    if places:
        yield "# ── People: move these into pack.toml ──"
    for slug, found in places.items():
        lines = ["[[people]]"]
        for draft, person in found:
            lines += _format_comments(
                [f"{draft.article.format_location(person.span)}: {person.evidence}"]
            )
        lines += [*_format_field("slug", slug), *_format_field("name", found[0][1].name)]
        aliases = list(dict.fromkeys(alias for _, person in found for alias in person.aliases))
        if aliases:
            lines += _format_field("aliases", aliases)
        yield "\n".join(lines)


def _format_field(key: str, value: str | Sequence[str], hint: str | None = None) -> list[str]:
    if isinstance(value, str):
        written = f"{key} = {_format_string(value)}"
    else:
        written = f"{key} = [{', '.join(map(_format_string, value))}]"
    return [f"{written}  # {PLACEHOLDER}: {hint}" if hint else written]


def _format_string(text: str) -> str:
    return tomli_w.dumps({"_": text}).removeprefix("_ = ").rstrip("\n")


def _format_comments(lines: Iterable[str]) -> list[str]:
    return [f"# {_replace_unprintable(line)}" for line in lines]


def _format_snippet(article: Article, span: Span) -> str:
    end = min(span.end, span.start + 4 * MAX_SNIPPET_LENGTH)
    return f"“{_shorten(article.get_text(Span(span.start, end)))}”"


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= MAX_SNIPPET_LENGTH else f"{line[: MAX_SNIPPET_LENGTH - 1]}…"


def _replace_unprintable(line: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in line)
