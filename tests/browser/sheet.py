"""The contact sheet: a block per page with its pictures side by side, and its name above them."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# Pixels of the page → pixels on the sheet.
THUMBNAIL = {390: 150, 1280: 340}
HIGHEST = 560
GAP = 14
LABEL = 30
ACROSS = 3
PAPER, INK, EDGE = "#e9e6df", "#1d1c1a", "#b9b4a8"


def thumbnail(file: Path, width: int) -> Image.Image:
    """The top of a picture, ``width`` wide."""
    with Image.open(file) as picture:
        height = round(picture.height * width / picture.width)
        small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    return small.crop((0, 0, width, min(height, HIGHEST)))


def block(folder: Path, name: str, columns: list[tuple[int, str]]) -> Image.Image:
    """One page in every width and language; all blocks are equally large."""
    widths = [THUMBNAIL[width] for width, _language in columns]
    size = (sum(widths) + GAP * (len(widths) + 1), LABEL + HIGHEST + GAP)
    made = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(made)
    draw.text((GAP, 6), name, INK, ImageFont.load_default(18))
    left = GAP
    for width, language in columns:
        picture = thumbnail(folder / f"{name}-{width}-{language}.png", THUMBNAIL[width])
        made.paste(picture, (left, LABEL))
        frame = (left - 1, LABEL - 1, left + picture.width, LABEL + picture.height)
        draw.rectangle(frame, outline=EDGE)
        left += picture.width + GAP
    return made


def compose(folder: Path, names: list[str], columns: list[tuple[int, str]]) -> Image.Image:
    """The sheet: pictures called ``<name>-<width>-<language>.png`` of ``folder``."""
    blocks = [block(folder, name, columns) for name in names]
    width, height = blocks[0].size
    rows = -(-len(blocks) // ACROSS)
    sheet = Image.new("RGB", (width * ACROSS + GAP, height * rows + GAP), PAPER)
    for index, made in enumerate(blocks):
        sheet.paste(made, (index % ACROSS * width, GAP + index // ACROSS * height))
    return sheet


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Pictures of one height in a row."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    row = Image.new("RGB", (width, pictures[0].height), "white")
    left = 0
    for picture in pictures:
        row.paste(picture, (left, 0))
        left += picture.width + GAP
    return row
