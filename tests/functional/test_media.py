"""Pictures: known by content, made anew, cleaned; and fetched from nowhere inside the house."""

import io
import socket
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import insert, select

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from ecommus.db.tables.catalog import media as table
from ecommus.services import fetching, media, svg
from ecommus.services.fetching import Unreachable
from ecommus.web.jobs import opener


def a_picture(width=400, height=300, kind="PNG", mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, (width, height), "red").save(buffer, kind, **options)
    return buffer.getvalue()


def add(shop, data, name="x.png", **options):
    with shop.work() as job:
        return media.add(job, name, data, **options)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_made_anew_in_the_sizes_of_pages(shop, kind):
    row = add(shop, a_picture(1000, 500, kind), f"x.{kind}")
    assert (row.status, row.width, row.height, row.content_type) == (
        "ready",
        1000,
        500,
        "image/webp",
    )
    assert [r["width"] for r in row.renditions] == [320, 640, 960, 1000]
    for rendition in row.renditions:
        path = shop.kit.registry.media.open(shop.id, rendition["path"])
        with Image.open(path) as image:
            assert image.format == "WEBP"
            assert image.size == (rendition["width"], rendition["height"])


def test_no_more_than_a_page_can_show(shop):
    row = add(shop, a_picture(4000, 10))
    assert [r["width"] for r in row.renditions] == [320, 640, 960, 1440]
    assert min(r["height"] for r in row.renditions) >= 1


def test_the_same_bytes_twice_are_one_picture(shop, other_shop):
    data = a_picture()
    assert add(shop, data).id == add(shop, data, "other.png").id
    assert add(other_shop, data).id != add(shop, data).id


def test_what_is_hidden_in_a_file_does_not_reach_a_shopper(shop):
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    data = a_picture(kind="JPEG", exif=exif) + b"<?php system($_GET[0]); ?>"
    row = add(shop, data)
    for rendition in row.renditions:
        stored = shop.kit.registry.media.open(shop.id, rendition["path"]).read_bytes()
        assert b"script" not in stored
        assert b"php" not in stored


def test_a_photo_is_turned_upright(shop):
    exif = Image.Exif()
    exif[0x0112] = 6
    row = add(shop, a_picture(400, 200, "JPEG", exif=exif))
    assert (row.width, row.height) == (200, 400)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_type"),
        (b"hello", "file_type"),
        (b"%PDF-1.4", "file_type"),
        (a_picture()[:60], "file_type"),
        (a_picture(kind="BMP"), "file_type"),
        (a_picture(10_000, 5_001, "PNG", "1"), "picture_too_large"),
        (b"x" * (media.MAX_BYTES + 1), "file_too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'", "file_type"),
        (b"<svg><path/></svg>", "file_type"),
        (b"<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>", "svg_refused"),
    ],
)
def test_what_is_no_picture_is_refused(shop, data, code):
    with pytest.raises(Invalid) as refused:
        add(shop, data)
    assert (refused.value.code, refused.value.field) == (code, "file")


SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' " \
      "viewBox='0 0 30 20'{}>{}<path d='M0 0h9'/></svg>"  # fmt: skip


@pytest.mark.parametrize(
    ("attribute", "inside"),
    [
        (" onload='evil()'", ""),
        ("", "<script>evil()</script>"),
        ("", "<g onclick='evil()'/>"),
        ("", "<foreignObject><iframe src='evil'/></foreignObject>"),
        ("", "<a href='javascript:evil()'><path/></a>"),
        ("", "<use href='http://evil.example/x.svg#a'/>"),
        ("", "<use xlink:href='data:text/html,evil'/>"),
        ("", "<image href='http://evil.example/x.png'/>"),
        ("", "<style>@import 'evil'</style>"),
        ("", "<rect fill='url(http://evil.example/x)'/>"),
        (" style='background:url(evil)'", ""),
        ("", "<set attributeName='onclick' to='evil()'/>"),
        ("", "<animate attributeName='href' to='javascript:evil()'/>"),
        ("", "<x:script xmlns:x='http://www.w3.org/2000/svg'>evil()</x:script>"),
        ("", "<rect fill='java&#115;cript:evil()'/>"),
    ],
)
def test_a_drawing_keeps_nothing_that_acts(attribute, inside):
    text, width, height = svg.clean(SVG.format(attribute, inside).encode())
    assert "evil" not in text
    assert "M0 0h9" in text
    assert (width, height) == (30, 20)


def test_a_drawing_keeps_what_is_drawn():
    inside = "<defs><g id='a'><circle r='1'/></g></defs><use href='#a' fill='url(#a)'/>"
    text, _, _ = svg.clean(SVG.format("", inside).encode())
    assert 'href="#a"' in text
    assert 'fill="url(#a)"' in text


@pytest.mark.parametrize("path", ["../other/x", "/etc/passwd", "..", "", "a/../../x", "no-such"])
def test_a_path_never_leaves_its_shop(shop, path):
    add(shop, a_picture())
    assert shop.kit.registry.media.open(shop.id, path) is None
    assert shop.kit.registry.media.open(uuid4(), path) is None


# Fetching what an imported file names.


def resolve_to(monkeypatch, *addresses):
    def getaddrinfo(_host, port, *_rest, **_options):
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1",
     "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_nothing_inside_the_house_is_fetched(monkeypatch, address):
    resolve_to(monkeypatch, "93.184.215.14", address)
    with pytest.raises(Unreachable, match="not on the internet"):
        fetching.fetch("http://pictures.example/x.png")


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.example/x", "http://user:pw@a.example/x", "http:///x", "x",
     "gopher://a.example/", "javascript:1", "//a.example/x.png"],
)  # fmt: skip
def test_only_plain_web_addresses_are_fetched(url):
    with pytest.raises(Unreachable, match="only plain http"):
        fetching.fetch(url)


@pytest.mark.parametrize(
    "url",
    ["http://[::1", "http://a.example:99999/", "http://a.example:x/", "http://" + "a" * 64 + ".ro"],
)
def test_an_address_that_cannot_be_read_is_refused_like_any_other(url):
    with pytest.raises(Unreachable):
        fetching.fetch(url)


def waiting(shop, url="http://pictures.example/x.png"):
    media_id = uuid7()
    with shop.work() as job:
        values = {"id": media_id, "status": "pending", "filename": "x", "source_url": url}
        job.db.execute(insert(table).values(values))
    return media_id


def fetched(shop, media_id):
    fetching.run(opener(shop.kit.registry, shop.tenant), media_id)
    with shop.work() as job:
        return job.db.execute(select(table).where(table.c.id == media_id)).one()


def test_a_waiting_picture_is_fetched(shop, monkeypatch):
    monkeypatch.setattr(fetching, "fetch", lambda url: a_picture())
    before = shop.tenant.catalogue_version
    row = fetched(shop, waiting(shop))
    assert (row.status, row.width, row.error) == ("ready", 400, None)
    assert shop.kit.registry.media.open(shop.id, row.renditions[0]["path"])
    assert shop.tenant.catalogue_version > before


@pytest.mark.parametrize("data", [b"<html>404</html>", b""])
def test_what_turns_out_to_be_no_picture_says_why(shop, monkeypatch, data):
    monkeypatch.setattr(fetching, "fetch", lambda url: data)
    row = fetched(shop, waiting(shop))
    assert (row.status, row.error) == ("failed", "This file is not a picture.")


def test_what_cannot_be_fetched_says_why(shop):
    row = fetched(shop, waiting(shop, "http://127.0.0.1/x.png"))
    assert (row.status, row.error) == ("failed", "127.0.0.1 is not on the internet")


def test_a_picture_is_fetched_once(shop, monkeypatch):
    calls = []
    monkeypatch.setattr(fetching, "fetch", lambda url: calls.append(url) or a_picture())
    media_id = waiting(shop)
    fetched(shop, media_id)
    fetched(shop, media_id)
    assert len(calls) == 1
