-- Payments by providers, and refunds: frozen, as every migration after its release.

ALTER TABLE orders ADD COLUMN refunded_total BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE orders ADD COLUMN pay_by TIMESTAMP WITH TIME ZONE;
CREATE INDEX ix_orders_pay_by ON orders (tenant_id, pay_by) WHERE pay_by IS NOT NULL;

ALTER TABLE payments ADD COLUMN captured BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE payments ADD COLUMN refunded BIGINT DEFAULT '0' NOT NULL;
ALTER TABLE payments ADD COLUMN redirect_url TEXT DEFAULT '' NOT NULL;
ALTER TABLE payments ADD COLUMN error TEXT DEFAULT '' NOT NULL;
ALTER TABLE payments ADD COLUMN claim TEXT DEFAULT '' NOT NULL;
ALTER TABLE payments ADD COLUMN tries INTEGER DEFAULT '0' NOT NULL;
-- What was marked as paid by hand was taken whole; nobody had claimed anything.
UPDATE payments SET captured = amount WHERE status = 'paid';
UPDATE payments SET claimed_at = NULL WHERE claimed_at IS NOT NULL;
ALTER TABLE payments ADD CONSTRAINT ck_payments_money CHECK (0 <= refunded AND refunded <= captured AND captured <= amount);
ALTER TABLE payments ADD CONSTRAINT ck_payments_status CHECK (status IN ('pending', 'authorized', 'paid', 'failed', 'cancelled'));
ALTER TABLE payments ADD CONSTRAINT ck_payments_claim CHECK (claim IN ('', 'authorize', 'capture', 'void'));
ALTER TABLE payments ADD CONSTRAINT ck_payments_claimed_at CHECK ((claim = '') = (claimed_at IS NULL));
CREATE UNIQUE INDEX uq_payments_live ON payments (tenant_id, order_id) WHERE status IN ('pending', 'authorized', 'paid');
CREATE INDEX ix_payments_claimed ON payments (tenant_id, claimed_at) WHERE claimed_at IS NOT NULL;

CREATE TABLE payment_events (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	gateway TEXT NOT NULL, 
	event_id TEXT NOT NULL, 
	payment_id UUID NOT NULL, 
	digest BYTEA NOT NULL, 
	outcome TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_payment_events PRIMARY KEY (tenant_id, id), 
	CONSTRAINT uq_payment_events_tenant_id_gateway_event_id UNIQUE (tenant_id, gateway, event_id), 
	CONSTRAINT fk_payment_events_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE payment_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON payment_events TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON payment_events TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON payment_events TO ecommus_app;
GRANT SELECT, INSERT ON payment_events TO ecommus_platform;

CREATE TABLE refunds (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	order_id UUID NOT NULL, 
	payment_id UUID NOT NULL, 
	status TEXT NOT NULL, 
	amount BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	lines JSONB DEFAULT '[]' NOT NULL, 
	shipping_amount BIGINT DEFAULT '0' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	restock BOOLEAN DEFAULT false NOT NULL, 
	surplus BOOLEAN DEFAULT false NOT NULL, 
	reference TEXT DEFAULT '' NOT NULL, 
	error TEXT DEFAULT '' NOT NULL, 
	credit BOOLEAN DEFAULT false NOT NULL, 
	credit_note_id UUID, 
	claimed_at TIMESTAMP WITH TIME ZONE, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	actor TEXT DEFAULT '' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	done_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_refunds PRIMARY KEY (tenant_id, id), 
	CONSTRAINT ck_refunds_amount CHECK (amount > 0), 
	CONSTRAINT ck_refunds_status CHECK (status IN ('requested', 'processing', 'done', 'failed')), 
	CONSTRAINT fk_refunds_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_refunds_tenant_id_payment_id FOREIGN KEY(tenant_id, payment_id) REFERENCES payments (tenant_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_refunds_tenant_id_credit_note_id FOREIGN KEY(tenant_id, credit_note_id) REFERENCES invoices (tenant_id, id) ON DELETE NO ACTION, 
	CONSTRAINT fk_refunds_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_refunds_claimed ON refunds (tenant_id, claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX ix_refunds_credit_note ON refunds (tenant_id, credit_note_id);
CREATE INDEX ix_refunds_order ON refunds (tenant_id, order_id);
CREATE INDEX ix_refunds_payment ON refunds (tenant_id, payment_id);
ALTER TABLE refunds ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON refunds TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON refunds TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON refunds TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON refunds TO ecommus_platform;

-- Shops in which a call to a provider was never recorded, a credit note is missing, or a hosted
-- payment is overdue. Across tenants, hence the definer's rights; it answers with ids alone.
CREATE FUNCTION tenants_to_settle(seconds double precision) RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT p.tenant_id FROM payments p
WHERE p.claimed_at < clock_timestamp() - make_interval(secs => seconds)
UNION
SELECT r.tenant_id FROM refunds r
WHERE r.claimed_at < clock_timestamp() - make_interval(secs => seconds)
UNION
SELECT o.tenant_id FROM orders o WHERE o.pay_by < clock_timestamp() AND o.status = 'placed'
$$;
REVOKE ALL ON FUNCTION tenants_to_settle(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_to_settle(double precision) TO ecommus_app, ecommus_platform;
