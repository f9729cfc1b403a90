-- Returns, and withdrawals that name no order; see db/tables/returns.py.

CREATE TABLE returns (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_id UUID NOT NULL,
    number TEXT NOT NULL,
    status TEXT NOT NULL,
    lines JSONB NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    requested_by TEXT DEFAULT '' NOT NULL,
    withdrawal_id UUID,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_returns PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_returns_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_returns_tenant_id_withdrawal_id FOREIGN KEY(tenant_id, withdrawal_id) REFERENCES withdrawals (tenant_id, id) ON DELETE SET NULL (withdrawal_id),
    CONSTRAINT uq_returns_tenant_id_number UNIQUE (tenant_id, number),
    CONSTRAINT fk_returns_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_returns_order ON returns (tenant_id, order_id);
CREATE INDEX ix_returns_status ON returns (tenant_id, status, id);
CREATE INDEX ix_returns_withdrawal ON returns (tenant_id, withdrawal_id);
ALTER TABLE returns ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON returns TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON returns TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON returns TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON returns TO ecommus_platform;

ALTER TABLE withdrawals ADD COLUMN settled_at TIMESTAMP WITH TIME ZONE;
CREATE INDEX ix_withdrawals_unplaced ON withdrawals (tenant_id, id) WHERE order_id IS NULL AND settled_at IS NULL;

-- What was withdrawn from until now waits in the same queue: the first declaration of each order.
INSERT INTO returns (tenant_id, id, order_id, number, status, lines, note, requested_by,
                     withdrawal_id, created_at, updated_at)
SELECT DISTINCT ON (w.tenant_id, w.order_id)
    w.tenant_id, w.id, w.order_id, o.number || '-R1', 'requested',
    coalesce((SELECT jsonb_agg(jsonb_build_object('line_id', l.id, 'quantity', l.fulfilled,
                               'reason', 'withdrawal', 'received', 0, 'damaged', 0) ORDER BY l.position)
              FROM order_lines l
              WHERE l.tenant_id = o.tenant_id AND l.order_id = o.id AND l.fulfilled > 0), '[]'),
    w.note, 'shopper', w.id, w.created_at, w.created_at
FROM withdrawals w
JOIN orders o ON o.tenant_id = w.tenant_id AND o.id = w.order_id
WHERE o.status <> 'cancelled'
ORDER BY w.tenant_id, w.order_id, w.id;
