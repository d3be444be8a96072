"""Formats drafts as TOML: findings as values, their locations and doubts as comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import tomli_w

from seeds.drafting.articles import Article
from seeds.drafting.draft import ArticleDraft, DatedSpeech
from seeds.drafting.events import DraftEvent
from seeds.drafting.people.people import FoundPerson, slugify
from seeds.drafting.quotes.quotations import Speech
from seeds.drafting.quotes.trimming import TrimmedQuote, trim_quote
from seeds.drafting.spans import Span, collapse_whitespace
from seeds.validation.entry_rules import PLACEHOLDER

PLACEHOLDER_SLUG = "fill-in"
"""PLACEHOLDER in the form of a slug."""
MAX_SNIPPET_LENGTH = 160
"""Characters of the article that a comment shows."""
MAX_MENTIONS = 20
"""Mentions of one date that are listed."""
MAX_SKIPPED_LINES = 200
"""Lines for one article about text that was left out."""

_HEADER = f"""\
Drafted from articles, for a person to finish. Look for "{PLACEHOLDER}" and for "unsure".
A place is file:line:column counted from 1, then characters from–to counted from 0."""


class EntryIdGenerator:
    """Generates entry ids that are unique in one draft."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def generate(self, kind: str, words: str) -> str:
        """Return `kind.slug-of-words`, with a number appended if that id exists."""
        entry_id = f"{kind}.{slugify(words)}"
        while self._counts[entry_id]:
            self._counts[entry_id] += 1
            entry_id = f"{entry_id}-{self._counts[entry_id]}"
        self._counts[entry_id] = 1
        return entry_id


def format_drafts(drafts: Sequence[ArticleDraft]) -> str:
    """Return one TOML document: the entries of each article, then the people of all."""
    ids = EntryIdGenerator()
    blocks = ["\n".join(_format_comments(_HEADER.splitlines()))]
    for draft in drafts:
        blocks += _format_article(draft, ids)
    blocks += _format_people(drafts)
    return "\n\n".join(blocks) + "\n"


def _format_article(draft: ArticleDraft, ids: EntryIdGenerator) -> Iterator[str]:
    """Yield the blocks of one article: title, source, quotes, events, and what was left out."""
    article = draft.article
    source_id = ids.generate("source", article.name.rsplit(".", 1)[0])
    note = "; places are those of its readable text" if article.is_html else ""
    yield f"# ── {_shorten(article.name)}{note} ──"
    yield _format_source(article, source_id)
    for dated_speech in draft.speeches:
        yield _format_quote(article, dated_speech, ids, source_id)
    for event in draft.events:
        yield _format_event(draft, event, ids, source_id)
    skipped = sorted(_list_skipped(draft))
    if skipped:
        lines = [
            f"{article.format_location(span)}: {reason}"
            for span, reason in skipped[:MAX_SKIPPED_LINES]
        ]
        if len(skipped) > MAX_SKIPPED_LINES:
            lines.append(f"and {len(skipped) - MAX_SKIPPED_LINES} more that I left out")
        yield "\n".join(_format_comments(lines))


def _list_skipped(draft: ArticleDraft) -> Iterator[tuple[Span, str]]:
    """Yield the quoted text and the names that got no entry, with the reason."""
    article = draft.article
    for quote in draft.skipped:
        yield quote.span, f"left out: {_format_snippet(article, quote.span)}: {quote.reason}"
    for name in draft.people.characters:
        yield name.span, f"left out: {_format_snippet(article, name.span)}: a character, it seems"
    for name in draft.people.unsure:
        snippet = _format_snippet(article, name.span)
        yield (
            name.span,
            f"unsure: whether {snippet} is a person, because nothing next to it says so",
        )


def _format_source(article: Article, source_id: str) -> str:
    lines = ["[[source]]", _format_field("id", source_id)]
    lines.append(f'# {PLACEHOLDER}: publisher = "…"')
    lines.append(_format_field("title", PLACEHOLDER, "what the article says, in your own words"))
    if article.published is not None:
        lines.append(_format_field("published", str(article.published)))
    else:
        reason = article.date_problem or "the article doesn't give its own date"
        lines += _format_comments(
            [f"unsure: published: {reason}", f'{PLACEHOLDER}: published = "…"']
        )
    lines.append(_format_field("document", article.name))
    lines.append(f'# {PLACEHOLDER}: url = "…"')
    return "\n".join(lines)


def _format_quote(
    article: Article, dated_speech: DatedSpeech, ids: EntryIdGenerator, source_id: str
) -> str:
    speech = dated_speech.speech
    quote = trim_quote(article, speech.runs)
    lines = ["[[quote]]", *_format_quote_comments(article, speech, quote)]
    lines.append(_format_field("id", ids.generate("quote", " ".join(quote.runs[0].split()[:6]))))
    if speech.speaker_slug is None:
        lines.append(_format_field("speaker", PLACEHOLDER_SLUG, "the slug of the person speaking"))
    else:
        lines.append(_format_field("speaker", speech.speaker_slug))
    lines += _format_said(article, dated_speech)
    lines.append(_format_field("occasion", PLACEHOLDER, 'where or to who, as it goes after "said"'))
    lines.append(_format_field("words", quote.runs[0]))
    if len(quote.runs) > 1:
        lines.append(_format_field("continued", quote.runs[1:]))
    lines.append(_format_field("topics", [PLACEHOLDER_SLUG], "slugs of topics"))
    lines.append(_format_field("sources", [source_id]))
    return "\n".join(lines)


def _format_quote_comments(article: Article, speech: Speech, quote: TrimmedQuote) -> list[str]:
    lines = [article.format_location(speech.outer_span)]
    if speech.attribution is not None:
        span = speech.attribution.speaker_span
        lines.append(
            f"speaker: {_format_snippet(article, span)} at {article.format_location(span)}"
        )
    lines += [f"unsure: {doubt}" for doubt in (*speech.doubts, quote.doubt) if doubt]
    return _format_comments(lines)


def _format_said(article: Article, dated_speech: DatedSpeech) -> list[str]:
    """Format the date of a quote; as a comment when there is none, or an uncertain one."""
    mention = dated_speech.date_mention
    if mention is None:
        limit = f"; not after {article.published}" if article.published else ""
        return [f'# {PLACEHOLDER}: said = "…" (there is no date next to these words{limit})']
    words = _format_snippet(article, mention.expression.span)
    location = article.format_location(mention.expression.span)
    if dated_speech.is_in_previous_sentence:
        reason = f"{words} at {location}, in the sentence before, may date these words"
        return _format_comments([f'{PLACEHOLDER}: said = "{mention.date}" (unsure: {reason})'])
    doubts = [f"unsure: said: {doubt}" for doubt in mention.doubts]
    comments = _format_comments([f"said: read from {words} at {location}", *doubts])
    return [*comments, _format_field("said", str(mention.date))]


def _format_event(
    draft: ArticleDraft, event: DraftEvent, ids: EntryIdGenerator, source_id: str
) -> str:
    lines = ["[[event]]", *_format_event_comments(draft.article, event)]
    when = str(event.date or event.mentions[0].expression.words)
    lines.append(
        _format_field("id", ids.generate("event", f"{source_id.partition('.')[2]} {when}"))
    )
    if event.date is not None:
        lines.append(_format_field("date", str(event.date)))
    else:
        lines.append(f'# {PLACEHOLDER}: date = "…"')
    lines.append(
        _format_field("title", PLACEHOLDER, "what happened, in your own words; or drop the entry")
    )
    lines.append(_format_field("text", PLACEHOLDER, "the same in more detail, in your own words"))
    lines.append(
        _format_field("category", "news", "or release, birth, stage, screen, interview, …")
    )
    lines.append(_format_field("topics", [PLACEHOLDER_SLUG], "slugs of topics"))
    people = _list_mentioned_people(draft, event)
    if people:
        lines.append(_format_field("people", people))
    lines.append(_format_field("sources", [source_id]))
    return "\n".join(lines)


def _format_event_comments(article: Article, event: DraftEvent) -> list[str]:
    lines: list[str] = []
    for mention in event.mentions[:MAX_MENTIONS]:
        span = mention.expression.span
        lines.append(f"{article.format_location(span)}: {_format_snippet(article, span)}")
        lines.append(f"  in: {_format_snippet(article, mention.sentence)}")
    if len(event.mentions) > MAX_MENTIONS:
        lines.append(f"and {len(event.mentions) - MAX_MENTIONS} more places")
    lines += [f"unsure: date: {doubt}" for doubt in event.doubts]
    return _format_comments(lines)


def _list_mentioned_people(draft: ArticleDraft, event: DraftEvent) -> list[str]:
    """Return the slugs of the people in the sentences of an event, without ambiguous mentions."""
    slug_groups = (
        person_mention.slugs
        for mention in event.mentions[:MAX_MENTIONS]
        for person_mention in draft.people.list_mentions(*mention.sentence)
    )
    return list(dict.fromkeys(slugs[0] for slugs in slug_groups if len(slugs) == 1))


def _format_people(drafts: Sequence[ArticleDraft]) -> Iterator[str]:
    """Yield one block for each slug, with the evidence and aliases from all articles."""
    found_by_slug: dict[str, list[tuple[Article, FoundPerson]]] = {}
    for draft in drafts:
        for slug, person in draft.people.by_slug.items():
            found_by_slug.setdefault(slug, []).append((draft.article, person))
    if found_by_slug:
        yield "# ── People: move these into pack.toml ──"
    for slug, found in found_by_slug.items():
        lines = ["[[people]]"]
        lines += _format_comments(
            f"{article.format_location(person.span)}: {person.evidence}"
            for article, person in found
        )
        lines += [_format_field("slug", slug), _format_field("name", found[0][1].name)]
        aliases = list(dict.fromkeys(alias for _, person in found for alias in person.aliases))
        if aliases:
            lines.append(_format_field("aliases", aliases))
        yield "\n".join(lines)


def _format_field(key: str, value: str | Sequence[str], hint: str | None = None) -> str:
    """Return the line `key = value`; `hint` says in a comment what to fill in instead."""
    if isinstance(value, str):
        assignment = f"{key} = {_format_string(value)}"
    else:
        assignment = f"{key} = [{', '.join(map(_format_string, value))}]"
    return f"{assignment}  # {PLACEHOLDER}: {hint}" if hint else assignment


def _format_string(text: str) -> str:
    return tomli_w.dumps({"_": text}).removeprefix("_ = ").rstrip("\n")


def _format_comments(lines: Iterable[str]) -> list[str]:
    return [f"# {_replace_unprintable(line)}" for line in lines]


def _format_snippet(article: Article, span: Span) -> str:
    """Return the start of the text of `span`, in quotation marks."""
    end = min(span.end, span.start + 4 * MAX_SNIPPET_LENGTH)
    return f"“{_shorten(article.get_text(Span(span.start, end)))}”"


def _shorten(text: str) -> str:
    line = collapse_whitespace(text)
    return line if len(line) <= MAX_SNIPPET_LENGTH else f"{line[: MAX_SNIPPET_LENGTH - 1]}…"


def _replace_unprintable(line: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in line)
