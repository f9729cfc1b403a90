CREATE TABLE cart_lines (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    cart_id UUID NOT NULL,
    variant_id UUID NOT NULL,
    quantity INTEGER NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    unit_price BIGINT,
    price_reason TEXT,
    CONSTRAINT pk_cart_lines PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_cart_lines_quantity CHECK (quantity > 0),
    CONSTRAINT ck_cart_lines_unit_price CHECK (unit_price >= 0),
    CONSTRAINT fk_cart_lines_tenant_id_cart_id FOREIGN KEY(tenant_id, cart_id) REFERENCES carts (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_cart_lines_tenant_id_variant_id FOREIGN KEY(tenant_id, variant_id) REFERENCES variants (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_cart_lines_tenant_id_cart_id_variant_id UNIQUE (tenant_id, cart_id, variant_id),
    CONSTRAINT fk_cart_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE cart_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cart_lines TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON cart_lines TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON cart_lines TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON cart_lines TO ecommus_platform;
INSERT INTO cart_lines (tenant_id, id, cart_id, variant_id, quantity, position, unit_price, price_reason)
SELECT c.tenant_id, (l.line->>'id')::uuid, c.id, v.id, (l.line->>'quantity')::int, l.position - 1,
       (l.line->>'unit_price')::bigint, l.line->>'price_reason'
FROM carts c CROSS JOIN jsonb_array_elements(c.lines) WITH ORDINALITY AS l(line, position)
JOIN variants v ON v.tenant_id = c.tenant_id AND v.id = (l.line->>'variant')::uuid;
ALTER TABLE carts DROP COLUMN lines;
