-- Gift cards and store credit: frozen, as every migration after its release.

CREATE TABLE balances (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT DEFAULT '0' NOT NULL,
    code_hash BYTEA,
    code_hint TEXT DEFAULT '' NOT NULL,
    customer_id UUID,
    expires_at TIMESTAMP WITH TIME ZONE,
    disabled_at TIMESTAMP WITH TIME ZONE,
    note TEXT DEFAULT '' NOT NULL,
    recipient_email TEXT DEFAULT '' NOT NULL,
    recipient_name TEXT DEFAULT '' NOT NULL,
    message TEXT DEFAULT '' NOT NULL,
    locale TEXT DEFAULT '' NOT NULL,
    mailed_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_balances PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_balances_kind CHECK (kind IN ('gift_card', 'store_credit')),
    CONSTRAINT ck_balances_amount CHECK (amount >= 0),
    CONSTRAINT ck_balances_code_hash CHECK ((kind = 'gift_card') = (code_hash IS NOT NULL)),
    CONSTRAINT ck_balances_customer CHECK ((kind = 'store_credit') = (customer_id IS NOT NULL)),
    CONSTRAINT fk_balances_tenant_id_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT uq_balances_tenant_id_code_hash UNIQUE (tenant_id, code_hash),
    CONSTRAINT uq_balances_tenant_id_customer_id_currency UNIQUE (tenant_id, customer_id, currency),
    CONSTRAINT fk_balances_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_balances_cards ON balances (tenant_id, id) WHERE kind = 'gift_card';
ALTER TABLE balances ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON balances TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON balances TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON balances TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON balances TO ecommus_platform;

CREATE TABLE balance_movements (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    balance_id UUID NOT NULL,
    kind TEXT NOT NULL,
    amount BIGINT NOT NULL,
    left_on BIGINT NOT NULL,
    order_id UUID,
    payment_id UUID,
    reason TEXT DEFAULT '' NOT NULL,
    actor TEXT DEFAULT '' NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_balance_movements PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_balance_movements_kind CHECK (CASE kind WHEN 'spent' THEN amount < 0 WHEN 'adjusted' THEN amount <> 0 WHEN 'issued' THEN amount > 0 WHEN 'refunded' THEN amount > 0 WHEN 'returned' THEN amount > 0 ELSE false END),
    CONSTRAINT ck_balance_movements_left_on CHECK (left_on >= 0),
    CONSTRAINT fk_balance_movements_tenant_id_balance_id FOREIGN KEY(tenant_id, balance_id) REFERENCES balances (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_balance_movements_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT fk_balance_movements_tenant_id_payment_id FOREIGN KEY(tenant_id, payment_id) REFERENCES payments (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT fk_balance_movements_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_balance_movements_balance ON balance_movements (tenant_id, balance_id, id);
CREATE INDEX ix_balance_movements_order ON balance_movements (tenant_id, order_id);
CREATE INDEX ix_balance_movements_payment ON balance_movements (tenant_id, payment_id);
ALTER TABLE balance_movements ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON balance_movements TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON balance_movements TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON balance_movements TO ecommus_app;
GRANT SELECT, INSERT ON balance_movements TO ecommus_platform;

-- What balances paid of an order: payments of their own, as many as there are.
ALTER TABLE payments ADD COLUMN balance_id UUID;
ALTER TABLE payments ADD CONSTRAINT fk_payments_tenant_id_balance_id FOREIGN KEY (tenant_id, balance_id) REFERENCES balances (tenant_id, id) ON DELETE NO ACTION;
CREATE INDEX ix_payments_balance ON payments (tenant_id, balance_id) WHERE balance_id IS NOT NULL;
DROP INDEX uq_payments_live;
CREATE UNIQUE INDEX uq_payments_live ON payments (tenant_id, order_id) WHERE status IN ('pending', 'authorized', 'paid') AND balance_id IS NULL;
ALTER TABLE refunds ADD COLUMN balance_id UUID;
ALTER TABLE refunds ADD COLUMN part_of UUID;
ALTER TABLE refunds ADD CONSTRAINT fk_refunds_tenant_id_balance_id FOREIGN KEY (tenant_id, balance_id) REFERENCES balances (tenant_id, id) ON DELETE NO ACTION;
ALTER TABLE refunds ADD CONSTRAINT fk_refunds_tenant_id_part_of FOREIGN KEY (tenant_id, part_of) REFERENCES refunds (tenant_id, id) ON DELETE NO ACTION;
CREATE INDEX ix_refunds_balance ON refunds (tenant_id, balance_id) WHERE balance_id IS NOT NULL;
CREATE INDEX ix_refunds_part_of ON refunds (tenant_id, part_of) WHERE part_of IS NOT NULL;

ALTER TABLE carts ADD COLUMN gift_cards UUID[] DEFAULT '{}' NOT NULL;
ALTER TABLE carts ADD COLUMN use_store_credit BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE orders ADD COLUMN balance_total BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE orders ADD CONSTRAINT ck_orders_balance_total CHECK (balance_total >= 0);

-- The roles that every shop began with may what their name says.
UPDATE roles SET permissions = permissions || '{balance.read}'
WHERE code IN ('owner', 'manager', 'staff', 'read-only') AND NOT permissions @> '{balance.read}';
UPDATE roles SET permissions = permissions || '{balance.manage}'
WHERE code IN ('owner', 'manager') AND NOT permissions @> '{balance.manage}';
