"""Makes news sitemaps and indexes of them, as sites write them."""

from __future__ import annotations


def article(number: int, base: str = "https://news.example") -> str:
    return f"""<url><loc>{base}/{number}</loc><lastmod>2023-02-28T12:00:00Z</lastmod><news:news>
    <news:publication><news:name>The Gazette</news:name><news:language>es</news:language></news:publication>
    <news:publication_date>2023-02-28T10:00:00Z</news:publication_date>
    <news:title>Diálogo número {number} &amp;amp; más</news:title></news:news></url>"""


def sitemap(*numbers: int, base: str = "https://news.example", more: str = "") -> str:
    items = "".join(article(number, base) for number in numbers)
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{items}{more}</urlset>'


def index(*parts: tuple[str, str]) -> str:
    """Each part is (address, time of its last change)."""
    listed = "".join(f"<sitemap><loc>{url}</loc><lastmod>{date}</lastmod></sitemap>" for url, date in parts)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'
