-- Prices that were: frozen, as every migration after its release.

ALTER TABLE variants ADD COLUMN price_since TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL;
ALTER TABLE variants ADD COLUMN lowest_before BIGINT;
ALTER TABLE variants ADD COLUMN original BIGINT GENERATED ALWAYS AS (CASE WHEN compare_at IS NULL THEN NULL WHEN lowest_before IS NULL THEN compare_at WHEN lowest_before > price THEN lowest_before END) STORED;
CREATE TABLE price_history (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    variant_id UUID NOT NULL,
    amount BIGINT NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_price_history PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_price_history_tenant_id_variant_id FOREIGN KEY(tenant_id, variant_id) REFERENCES variants (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_price_history_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_price_history_variant ON price_history (tenant_id, variant_id, ended_at DESC);

ALTER TABLE price_history ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON price_history TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON price_history TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON price_history TO ecommus_app;
GRANT SELECT, INSERT ON price_history TO ecommus_platform;

-- A price that ends is written down by whoever changes it: pages, imports and programs alike. Beside
-- the new one stands the lowest of the thirty days before it began (Directive 98/6/EC, article 6a).
CREATE FUNCTION keep_price() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    now CONSTANT timestamptz := clock_timestamp();
BEGIN
    INSERT INTO price_history (tenant_id, id, variant_id, amount, began_at, ended_at)
    VALUES (OLD.tenant_id, gen_random_uuid(), OLD.id, OLD.price, OLD.price_since, now);
    NEW.price_since := now;
    NEW.lowest_before := (
        SELECT min(h.amount) FROM price_history h
        WHERE h.tenant_id = OLD.tenant_id AND h.variant_id = OLD.id
          AND h.ended_at > now - interval '30 days');
    RETURN NEW;
END
$$;
CREATE TRIGGER price_changed BEFORE UPDATE OF price ON variants
    FOR EACH ROW WHEN (OLD.price IS DISTINCT FROM NEW.price) EXECUTE FUNCTION keep_price();
