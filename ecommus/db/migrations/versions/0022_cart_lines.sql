ALTER TABLE carts ADD COLUMN lines JSONB DEFAULT '[]' NOT NULL;
UPDATE carts c SET lines = l.lines FROM (
    SELECT tenant_id, cart_id, jsonb_agg(
        jsonb_build_object('id', id, 'variant', variant_id, 'quantity', quantity)
        || CASE WHEN unit_price IS NULL THEN '{}' ELSE
             jsonb_build_object('unit_price', unit_price, 'price_reason', price_reason) END
        ORDER BY position, id) AS lines
    FROM cart_lines GROUP BY tenant_id, cart_id) l
WHERE c.tenant_id = l.tenant_id AND c.id = l.cart_id;
DROP TABLE cart_lines;
