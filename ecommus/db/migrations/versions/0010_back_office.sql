-- What the back office keeps: frozen, as every migration after its release.

CREATE TABLE saved_views (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	staff_id UUID NOT NULL, 
	list TEXT NOT NULL, 
	name TEXT NOT NULL, 
	query TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_saved_views PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_saved_views_tenant_id_staff_id FOREIGN KEY(tenant_id, staff_id) REFERENCES staff (tenant_id, id) ON DELETE CASCADE, 
	CONSTRAINT uq_saved_views_tenant_id_staff_id_list_name UNIQUE (tenant_id, staff_id, list, name), 
	CONSTRAINT fk_saved_views_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON saved_views TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON saved_views TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ecommus_platform;

CREATE TABLE bulk_changes (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	change JSONB NOT NULL, 
	rows JSONB NOT NULL, 
	actor TEXT DEFAULT '' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_bulk_changes PRIMARY KEY (tenant_id, id), 
	CONSTRAINT fk_bulk_changes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_bulk_changes_created ON bulk_changes (tenant_id, created_at);
ALTER TABLE bulk_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON bulk_changes TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON bulk_changes TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_changes TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_changes TO ecommus_platform;

CREATE TABLE nightly_proofs (
	tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL, 
	id UUID NOT NULL, 
	day DATE NOT NULL, 
	documents INTEGER DEFAULT '0' NOT NULL, 
	findings JSONB DEFAULT '[]' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_nightly_proofs PRIMARY KEY (tenant_id, id), 
	CONSTRAINT uq_nightly_proofs_tenant_id_day UNIQUE (tenant_id, day), 
	CONSTRAINT fk_nightly_proofs_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE nightly_proofs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON nightly_proofs TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON nightly_proofs TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON nightly_proofs TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON nightly_proofs TO ecommus_platform;

-- Shops whose night has come (half past two by their own clock) and whose proof has not. A worker
-- that was away at the time finds them later in the day.
CREATE FUNCTION tenants_to_prove(moment timestamptz) RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT t.id FROM tenants t
CROSS JOIN LATERAL (SELECT moment AT TIME ZONE t.timezone AS local) l
WHERE t.state <> 'archived' AND l.local::time >= '02:30'
  AND NOT EXISTS (SELECT FROM nightly_proofs n
                  WHERE n.tenant_id = t.id AND n.day >= l.local::date)
ORDER BY t.id
$$;
REVOKE ALL ON FUNCTION tenants_to_prove(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_to_prove(timestamptz) TO ecommus_app, ecommus_platform;
