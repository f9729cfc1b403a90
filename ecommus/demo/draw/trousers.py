"""Trousers and jeans."""

from ecommus.demo.draw.canvas import Canvas
from ecommus.demo.draw.cloth import buttons, cast, cloth, folds, hanger
from ecommus.demo.draw.colour import BRASS, LIGHT, Palette, mix
from ecommus.demo.draw.paths import whole


def trousers(
    c: Canvas, p: Palette, *, cut: str = "straight", denim: bool = False, print_: str = "plain"
) -> None:
    """``cut`` straight, wide or tapered; ``denim`` has rivets, contrast seams and faded thighs."""
    t = p.main
    knee, foot = {"straight": (146, 150), "wide": (206, 252), "tapered": (140, 116)}[cut]
    gap = {"straight": 34, "wide": 22, "tapered": 40}[cut]
    leg = (
        f"M0 22L116 16C134 90 146 170 150 240C152 400 {knee} 560 {foot} 800L{gap} 808"
        f"C{gap - 6} 600 26 420 8 268L0 258"
    )
    outline = whole(leg)
    cast(c, p, outline)
    c.path("M-112 20Q0 2 112 20L100 60H-100Z", t.deep)
    cloth(c, t, outline, print_=print_, ink=p.accent.base)
    with c.clip(outline):
        if denim:
            for side in (-1, 1):
                c.ellipse(
                    side * 82,
                    420,
                    44,
                    230,
                    c.glow(f"{mix(t.base, LIGHT, 0.5)}/0.6", f"{t.light}/0"),
                )
        folds(
            c,
            t,
            (118, 240, foot - 10, 820, 46),
            (20, 280, gap + 20, 820, 36),
            (-20, 280, -gap - 14, 820, 30),
            (-100, 300, -foot * 0.6, 820, 30),
            lights=((-126, 80, -foot + 18, 820, 40), (70, 120, foot * 0.56, 820, 26)),
        )
        c.line(
            "M10 262Q60 262 100 232M-10 262Q-50 270 -94 236M20 300Q50 296 70 284", t.dark, 6, 0.6
        )
        seam = p.accent.base if denim else t.seam
        c.line(f"M0 60V190Q2 240 8 262M{foot - 10} 800Q{knee - 8} 560 140 240", t.seam, 3)
        if denim:
            c.stitches(
                "M28 66V170Q24 206 0 216M122 60Q112 120 70 128L40 66M-122 60Q-112 120 -70 "
                f"128L-40 66M-{foot} 780H-{gap}M{gap} 780H{foot}",
                seam,
            )
        else:
            c.line(
                f"M74 66Q78 400 {(foot + gap) / 2} 806M-74 66Q-78 400 {-(foot + gap) / 2} 806",
                t.seam,
                2.5,
                0.8,
            )
            c.line("M118 70L96 180M-118 70L-96 180", t.seam, 4)
    band = "M-117 16Q0 30 117 16L123 62Q0 76 -123 62Z"
    cloth(c, t, band)
    c.path(band, t.dark, 0.25)
    c.line(band, t.seam, 2.5)
    for x in (-84, -40, 44, 86):
        c.rect(x - 6, 18, 12, 52, t.base, 3)
        c.line(f"M{x - 6} 20V68M{x + 6} 20V68", t.seam, 2)
    if denim:
        for x, y in ((-72, 126), (72, 126), (-118, 78), (118, 78)):
            c.circle(x, y, 5, BRASS)
    buttons(c, p.accent, [(4, 46)], 10)
    hanger(c, clips=64)
