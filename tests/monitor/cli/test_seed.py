"""`wirewatch seed`: drafts from text, HTML, PDF and web pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

from support.commands import Run
from support.feed_server import FeedServer, Reply

ARTICLE = """\
The plan was announced by the Norland Transport Minister, Ingrid Halvorsen, who said money laundering had grown.
Ambassador Tom Quimby attended. Quimby said the talks on money laundering were cordial.
"""


def pdf(text: str) -> bytes:
    """A PDF of one page, made by hand: a line of Helvetica for each line of text."""
    shown = "".join(f"({line}) Tj T* " for line in text.replace("(", "").replace(")", "").splitlines())
    stream = f"BT /F1 11 Tf 14 TL 50 750 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 900 800] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n" + table
        + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )  # fmt: skip


def test_seed_drafts_rules_from_text_html_pdf_and_an_address(
    run: Run, tmp_path: Path, feeds: FeedServer
) -> None:
    page = f"<html><head><title>Talks on ports</title></head><body><nav>Home Sport</nav><article><p>{ARTICLE}</p>"
    page += "<blockquote>We move on. — Rosa Maria (@RosaDelgadoRuiz) June 1, 2023</blockquote></article></body></html>"
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "a.pdf").write_bytes(pdf(ARTICLE))
    feeds.serve("/talks", Reply(body=page.encode(), content_type="text/html"))
    for where in ("a.txt", "a.html", "a.pdf", f"{feeds.base}/talks"):
        told = json.loads(run("seed", where, "--json").stdout)
        names = {actor["name"] for actor in told["actors"]}
        assert {"Ingrid Halvorsen", "Tom Quimby"} <= names, where
        assert "money-laundering" in {topic["id"] for topic in told["topics"]}
        assert ("Rosa María Delgado Ruiz" in names) == (where not in ("a.txt", "a.pdf"))
        assert all(actor["sentence"] for actor in told["actors"])


def test_seed_writes_a_file_that_checks_and_never_overwrites(starter: Path, run: Run) -> None:
    (starter / "article.txt").write_text(ARTICLE)
    draft = starter / "rules" / "draft.yaml"
    run("seed", "article.txt", "-o", draft, cwd=starter)
    text = draft.read_text()
    assert text.endswith("\n...\n")
    assert re.search(r"# “The plan was announced by .*\n.*\(article\.txt, sentence 1\)", text)
    run("check", cwd=starter)
    assert "already" in run("seed", "article.txt", "-o", draft, cwd=starter, code=1).stderr
    assert draft.read_text() == text
    again = json.loads(run("seed", "article.txt", "-o", "rules/again.yaml", "--json", cwd=starter).stdout)
    assert all(rule["tracked"] for rule in (*again["actors"], *again["topics"]))


def test_seed_says_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    assert "cannot be read" in run("seed", "gone.txt", code=1).stderr
    (tmp_path / "empty.txt").write_text(" \n")
    assert "no text" in run("seed", "empty.txt", code=1).stderr
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    broken = run("seed", "broken.pdf", code=1).stderr
    assert broken.startswith("error: broken.pdf: this document cannot be read: ")
    assert broken.count("\n") == 1
    (tmp_path / "rain.txt").write_text("it rained, and then it did not.")
    assert "no person" in run("seed", "rain.txt", code=1).stderr
