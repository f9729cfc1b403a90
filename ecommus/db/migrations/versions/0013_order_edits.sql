-- What an order was before somebody changed it.
CREATE TABLE order_edits (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	order_id UUID NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	actor TEXT DEFAULT '' NOT NULL, 
	question JSONB NOT NULL, 
	total_before BIGINT NOT NULL, 
	total_after BIGINT NOT NULL, 
	lines JSONB NOT NULL, 
	at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_order_edits PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_order_edits_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_order_edits_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_order_edits_order ON order_edits (tenant_id, order_id, id);
ALTER TABLE order_edits ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON order_edits TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON order_edits TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON order_edits TO ecommus_app;
GRANT SELECT, INSERT ON order_edits TO ecommus_platform;

