-- Stock in several places: frozen, as every migration after its release.

ALTER TABLE stock_locations ADD COLUMN address JSONB DEFAULT '{}'::jsonb NOT NULL;
ALTER TABLE stock_locations ADD COLUMN version INTEGER DEFAULT 1 NOT NULL;
CREATE TABLE stock_takes (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	filename TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	lines JSONB NOT NULL, 
	problems JSONB DEFAULT '[]' NOT NULL, 
	blank INTEGER DEFAULT '0' NOT NULL, 
	created_by TEXT DEFAULT '' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	applied_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_stock_takes PRIMARY KEY (tenant_id, id), 
	CONSTRAINT ck_stock_takes_basis CHECK (basis IN ('sheet', 'now')), 
	CONSTRAINT fk_stock_takes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE stock_takes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON stock_takes TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON stock_takes TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_takes TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_takes TO ecommus_platform;

CREATE TABLE stock_notices (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	variant_id UUID NOT NULL, 
	email TEXT NOT NULL, 
	locale TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	told_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_stock_notices PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_stock_notices_tenant_id_variant_id FOREIGN KEY(tenant_id, variant_id) REFERENCES variants (tenant_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_stock_notices_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_stock_notices_email ON stock_notices (tenant_id, email);
CREATE UNIQUE INDEX uq_stock_notices_waiting ON stock_notices (tenant_id, variant_id, email) WHERE told_at IS NULL;
ALTER TABLE stock_notices ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON stock_notices TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON stock_notices TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_notices TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_notices TO ecommus_platform;

