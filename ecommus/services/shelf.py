"""What follows every movement of stock: it is written, and told where it matters."""

from ecommus.core.events import StockChanged, StockLow
from ecommus.core.inventory import LOW
from ecommus.db.stock import Stock
from ecommus.services.work import Work


def low(work: Work) -> int:
    """So many units or fewer are low in this shop, where a variant says nothing else."""
    return int(work.tenant.settings.get("stock", {}).get("low", LOW))


def written(work: Work, stock: Stock) -> None:
    """Write levels and ledger; say what came back, sold out or fell low."""
    for variant_id, available in stock.flush():
        work.publish(StockChanged(variant_id, available))
    for fall in stock.fallen:
        threshold = fall.crossed(low(work))
        if threshold is not None:
            work.publish(StockLow(fall.variant_id, fall.after, threshold))
