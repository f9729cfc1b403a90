-- Drafts and left carts: frozen, as every migration after its release.

ALTER TABLE carts ADD COLUMN drafted_by TEXT;
ALTER TABLE carts ADD COLUMN draft_name TEXT;
ALTER TABLE carts ADD COLUMN left_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE carts ADD COLUMN mailed_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE carts ADD COLUMN recovered_at TIMESTAMP WITH TIME ZONE;
-- Nobody hears today of carts that were left long ago.
UPDATE carts SET left_at = clock_timestamp()
WHERE ordered_at IS NULL AND email IS NOT NULL AND updated_at < clock_timestamp() - interval '3 hours';
CREATE INDEX ix_carts_drafts ON carts (tenant_id, id) WHERE drafted_by IS NOT NULL;
CREATE INDEX ix_carts_left ON carts (tenant_id, left_at) WHERE left_at IS NOT NULL;
CREATE INDEX ix_carts_still ON carts (tenant_id, updated_at) WHERE ordered_at IS NULL AND drafted_by IS NULL AND email IS NOT NULL AND (left_at IS NULL OR left_at < updated_at);
ALTER TABLE cart_lines ADD COLUMN unit_price BIGINT;
ALTER TABLE cart_lines ADD COLUMN price_reason TEXT;
ALTER TABLE cart_lines ADD CONSTRAINT ck_cart_lines_unit_price CHECK (unit_price >= 0);

CREATE TABLE mail_optouts (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    digest BYTEA NOT NULL,
    email TEXT,
    reason TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_mail_optouts PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_mail_optouts_tenant_id_digest UNIQUE (tenant_id, digest),
    CONSTRAINT fk_mail_optouts_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE mail_optouts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mail_optouts TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON mail_optouts TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_optouts TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_optouts TO ecommus_platform;

-- Tenants with carts that lie still for as long as they themselves say, or are to be forgotten.
CREATE FUNCTION tenants_with_carts_to_sweep() RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT t.id FROM tenants t
WHERE EXISTS (
    SELECT FROM carts c WHERE c.tenant_id = t.id
      AND c.ordered_at IS NULL AND c.drafted_by IS NULL AND c.email IS NOT NULL
      AND (c.left_at IS NULL OR c.left_at < c.updated_at)
      AND c.updated_at < clock_timestamp()
          - make_interval(hours => coalesce((t.settings #>> '{carts,left_after_hours}')::int, 3)))
   OR EXISTS (
    SELECT FROM carts c WHERE c.tenant_id = t.id
      AND (c.drafted_by IS NULL OR c.ordered_at IS NOT NULL)
      AND c.updated_at < clock_timestamp()
          - make_interval(days => coalesce((t.settings #>> '{carts,keep_days}')::int, 60)))
$$;
REVOKE ALL ON FUNCTION tenants_with_carts_to_sweep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_carts_to_sweep() TO ecommus_app, ecommus_platform;
