-- What one unit of the order's currency was worth in the shop's own; null: it is the shop's own.
ALTER TABLE orders ADD COLUMN exchange_rate NUMERIC;
ALTER TABLE orders ADD CONSTRAINT ck_orders_exchange_rate CHECK (exchange_rate > 0);
