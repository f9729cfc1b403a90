"""Which things can be drawn: each kind's function, its backdrop, its sheet and its scale on it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ecommus.demo.draw import (
    accessories,
    bags,
    ceramics,
    dresses,
    furniture,
    garden,
    jackets,
    knits,
    lights,
    outerwear,
    pantry,
    plants,
    shoes,
    skirts,
    textiles,
    tops,
    trousers,
    vases,
)
from ecommus.demo.draw.backdrop import flat, hanging, standing
from ecommus.demo.draw.canvas import Canvas

PORTRAIT, SQUARE = (960, 1200), (1000, 1000)
Backdrop = Callable[[Canvas, str, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is drawn alone: its function, what stands behind it, the sheet, the scale."""

    paint: Callable[..., None]
    backdrop: Backdrop
    size: tuple[int, int]
    scale: float = 1


KINDS = {
    "dress": Kind(dresses.dress, hanging, PORTRAIT, 1.1),
    "slip": Kind(dresses.slip, hanging, PORTRAIT, 1.1),
    "skirt": Kind(skirts.skirt, hanging, PORTRAIT, 1.34),
    "shirt": Kind(tops.shirt, hanging, PORTRAIT, 1.4),
    "blouse": Kind(tops.blouse, hanging, PORTRAIT, 1.5),
    "tshirt": Kind(tops.tshirt, hanging, PORTRAIT, 1.45),
    "knit": Kind(knits.knit, hanging, PORTRAIT, 1.4),
    "coat": Kind(outerwear.coat, hanging, PORTRAIT, 1.16),
    "blazer": Kind(partial(outerwear.coat, length=540), hanging, PORTRAIT, 1.4),
    "jacket": Kind(jackets.jacket, hanging, PORTRAIT, 1.4),
    "trousers": Kind(trousers.trousers, hanging, PORTRAIT, 1.14),
    "scarf": Kind(accessories.scarf, hanging, PORTRAIT, 1.25),
    "boots": Kind(shoes.boots, standing, PORTRAIT, 1.42),
    "sneakers": Kind(shoes.sneakers, standing, PORTRAIT, 1.5),
    "loafers": Kind(shoes.loafers, standing, PORTRAIT, 1.5),
    "pumps": Kind(shoes.pumps, standing, PORTRAIT, 1.5),
    "tote": Kind(bags.tote, standing, PORTRAIT, 1.15),
    "crossbody": Kind(bags.crossbody, standing, PORTRAIT, 1.15),
    "backpack": Kind(bags.backpack, standing, PORTRAIT, 1.2),
    "hat": Kind(accessories.hat, flat, PORTRAIT),
    "beanie": Kind(accessories.beanie, flat, PORTRAIT, 1.1),
    "belt": Kind(accessories.belt, flat, PORTRAIT, 1.05),
    "earrings": Kind(accessories.earrings, flat, PORTRAIT, 1.1),
    "sunglasses": Kind(accessories.sunglasses, flat, PORTRAIT, 1.05),
    "gloves": Kind(accessories.gloves, flat, PORTRAIT, 1.15),
    "socks": Kind(accessories.socks, flat, PORTRAIT, 1.1),
    "mug": Kind(ceramics.mug, standing, SQUARE, 1.42),
    "teapot": Kind(ceramics.teapot, standing, SQUARE, 1.28),
    "bowl": Kind(ceramics.bowl, standing, SQUARE, 1.5),
    "plate": Kind(ceramics.plate, flat, SQUARE, 1.1),
    "vase": Kind(vases.vase, standing, SQUARE, 0.9),
    "carafe": Kind(ceramics.carafe, standing, SQUARE, 1.05),
    "table_lamp": Kind(lights.table_lamp, standing, SQUARE, 1.15),
    "floor_lamp": Kind(lights.floor_lamp, standing, SQUARE, 0.88),
    "pendant": Kind(lights.pendant, flat, SQUARE),
    "lantern": Kind(lights.lantern, standing, SQUARE, 1.1),
    "candle": Kind(lights.candle, standing, SQUARE, 1.3),
    "armchair": Kind(furniture.armchair, standing, SQUARE, 1.1),
    "side_table": Kind(furniture.side_table, standing, SQUARE, 1.25),
    "stool": Kind(furniture.stool, standing, SQUARE, 1.2),
    "shelf": Kind(furniture.shelf, flat, SQUARE, 1.15),
    "clock": Kind(furniture.clock, flat, SQUARE, 1.05),
    "mirror": Kind(furniture.mirror, flat, SQUARE, 1.1),
    "cushion": Kind(textiles.cushion, flat, SQUARE, 1.1),
    "blanket": Kind(textiles.blanket, standing, SQUARE, 1.3),
    "rug": Kind(textiles.rug, flat, SQUARE, 1.05),
    "pot": Kind(garden.pot, standing, SQUARE, 1.6),
    "plant": Kind(plants.plant, standing, SQUARE, 0.95),
    "watering_can": Kind(garden.watering_can, standing, SQUARE, 1.12),
    "garden_tools": Kind(garden.tools, flat, SQUARE, 1.1),
    "birdhouse": Kind(garden.birdhouse, flat, SQUARE, 1.05),
    "herbs": Kind(plants.herbs, standing, SQUARE, 1.25),
    "book": Kind(pantry.book, standing, SQUARE, 1.05),
    "honey": Kind(pantry.honey, standing, SQUARE, 1.25),
    "tea": Kind(pantry.tea, standing, SQUARE, 1.2),
    "storage_basket": Kind(bags.basket, standing, SQUARE, 1.2),
    "cutting_board": Kind(pantry.board, standing, SQUARE),
    "utensils": Kind(pantry.utensils, standing, SQUARE, 1.05),
}
