"""The five documents of the bundled pack, as if they had come in by a feed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cogs.canon.drafts.models import load_draft
from cogs.canon.drafts.news import NewsDraft
from seeds.loader import BUNDLED_PACK
from tests.worlds.news import build_feed, build_item, build_page, open_news_world

TITLES = {
    "000": ("2025-01-29", "Sorvino and Kudrow in talks for Romy and Michele sequel", "deals", 1),
    "001": ("2025-01-12", "Romy and Michele: Kudrow says as close as ever", "deals", 3),
    "002": ("2024-02-05", "Romy and Michele script held up by Emily in Paris", "writing", 2),
    "003": ("2024-12-02", "Romy and Michele pick a director, and Cumming likes it", "deals", 2),
    "004": (
        "2024-02-20",
        "Emily in Paris is to blame for the Romy and Michele delay",
        "writing",
        4,
    ),
}
"""By document: a date that fits it, a headline, the stage it proves, and quotes that it holds."""


def write_empty_pack(folder: Path) -> Path:
    """Write the bundled pack's manifest alone: its quotes would hide those of the documents."""
    text = (BUNDLED_PACK / "pack.toml").read_text("utf-8")
    pack = folder / "pack"
    pack.mkdir()
    (pack / "pack.toml").write_text(text, "utf-8")
    return pack


def read_document(documents: Path, name: str) -> str:
    """Read the document whose file name begins so."""
    [file] = documents.glob(f"{name}_*")
    return file.read_text("utf-8").strip()


async def test_all_five_end_in_the_right_proposal(tmp_path: Path, documents: Path) -> None:
    pack = write_empty_pack(tmp_path)
    async with open_news_world(tmp_path, seeds=[pack]) as news:
        items: list[str] = []
        texts: dict[str, str] = {}
        for name, (day, title, _, _) in TITLES.items():
            text = read_document(documents, name).removeprefix(f"date {day}").strip()
            texts[title] = text
            lines = [line for line in text.splitlines() if line.strip()]
            news.server.pages[f"/{name}"] = build_page(title, lines)
            published = datetime.fromisoformat(day).replace(tzinfo=UTC)
            items.append(build_item(title, news.server.url(f"/{name}"), published, lines[0]))
        news.server.pages["/feed"] = build_feed(*items, title="Old papers")
        await news.add_feed()
        await news.tick()
        found: dict[str, NewsDraft] = {}
        for number in await news.list_waiting():
            proposal = await news.world.bot.store.proposals.get(news.world.guild.id, number)
            assert proposal is not None
            draft = load_draft(proposal.body)
            assert isinstance(draft, NewsDraft)
            found[draft.headline] = draft
        assert set(found) == {title for _, title, _, _ in TITLES.values()}
        for day, title, stage, quote_count in TITLES.values():
            draft = found[title]
            assert (str(draft.date), draft.stage, draft.publisher) == (day, stage, "Old papers")
            assert len(draft.quotes) == quote_count, (title, draft.quotes)
            held = " ".join(texts[title].split())
            assert all(run in held for one in draft.quotes for run in (one.words, *one.continued))
            assert draft.found is not None
