"""Names of elements, as feedparser 6 shortens them, that a plain item may have: data of `monitor.plain`."""

from __future__ import annotations

DATES = {
    "published": "published", "issued": "published", "pubdate": "published", "dcterms_issued": "published",
    "updated": "updated", "modified": "updated", "lastbuilddate": "updated", "dc_date": "updated",
    "dcterms_modified": "updated", "created": "created", "dcterms_created": "created",
}  # fmt: skip
# Elements that feedparser gives a meaning, but none that reaches our fields, whatever they contain.
HARMLESS = {
    "author", "category", "cc_license", "contributor", "creativecommons_license", "dc_author",
    "dc_contributor", "dc_creator", "dc_publisher", "dc_subject", "dcterms_valid", "email",
    "expirationdate", "homepage", "itunes_author", "itunes_category", "itunes_email", "itunes_image",
    "itunes_name", "keywords", "managingeditor", "media_category", "media_content", "media_credit",
    "media_group", "media_license", "media_player", "media_rating", "media_restriction", "media_thumbnail",
    "name", "uri", "url", "webmaster",
}  # fmt: skip
# The same, as long as they contain text alone.
HARMLESS_TEXT = {"subtitle", "tagline", "itunes_subtitle", "rights", "copyright", "dc_rights"}
