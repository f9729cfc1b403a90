-- What a variant sells at, and what makes it so: frozen, as every migration after its release.

ALTER TABLE variants ADD COLUMN min_price BIGINT;
ALTER TABLE variants ADD COLUMN sells_at BIGINT;
ALTER TABLE variants ADD COLUMN reduced_from BIGINT;
UPDATE variants SET sells_at = price;
ALTER TABLE variants ALTER COLUMN sells_at SET NOT NULL;
ALTER TABLE variants ADD CONSTRAINT ck_variants_min_price CHECK (min_price >= 0 AND min_price <= price);
ALTER TABLE variants ADD CONSTRAINT ck_variants_sells_at CHECK (sells_at >= 0);
ALTER TABLE variants DROP COLUMN original;
ALTER TABLE variants ADD COLUMN original BIGINT GENERATED ALWAYS AS (CASE WHEN coalesce(compare_at, reduced_from) <= sells_at THEN NULL WHEN lowest_before IS NULL THEN coalesce(compare_at, reduced_from) WHEN coalesce(compare_at, reduced_from) IS NOT NULL AND lowest_before > sells_at THEN lowest_before END) STORED;

CREATE TABLE catalog_promotions (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    translations JSONB DEFAULT '{}' NOT NULL,
    priority INTEGER DEFAULT '0' NOT NULL,
    enabled BOOLEAN DEFAULT false NOT NULL,
    exclusive BOOLEAN DEFAULT false NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    products UUID[] DEFAULT '{}' NOT NULL,
    categories UUID[] DEFAULT '{}' NOT NULL,
    variants UUID[] DEFAULT '{}' NOT NULL,
    percentage NUMERIC(5, 2),
    amounts JSONB DEFAULT '{}' NOT NULL,
    repriced_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_catalog_promotions PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_catalog_promotions_percentage CHECK (percentage > 0 AND percentage <= 100),
    CONSTRAINT ck_catalog_promotions_dates CHECK (ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at),
    CONSTRAINT fk_catalog_promotions_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE catalog_promotions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON catalog_promotions TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON catalog_promotions TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON catalog_promotions TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON catalog_promotions TO ecommus_platform;

CREATE TABLE price_lists (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    priority INTEGER DEFAULT '0' NOT NULL,
    group_id UUID,
    countries TEXT[] DEFAULT '{}' NOT NULL,
    enabled BOOLEAN DEFAULT false NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    repriced_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_price_lists PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_price_lists_dates CHECK (ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at),
    CONSTRAINT fk_price_lists_tenant_id_group_id FOREIGN KEY(tenant_id, group_id) REFERENCES customer_groups (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT uq_price_lists_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_price_lists_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE price_lists ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON price_lists TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON price_lists TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON price_lists TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON price_lists TO ecommus_platform;

CREATE TABLE price_list_prices (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    price_list_id UUID NOT NULL,
    variant_id UUID NOT NULL,
    min_quantity INTEGER DEFAULT '1' NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_price_list_prices PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_price_list_prices_min_quantity CHECK (min_quantity >= 1),
    CONSTRAINT ck_price_list_prices_amount CHECK (amount >= 0),
    CONSTRAINT fk_price_list_prices_tenant_id_price_list_id FOREIGN KEY(tenant_id, price_list_id) REFERENCES price_lists (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_price_list_prices_tenant_id_variant_id FOREIGN KEY(tenant_id, variant_id) REFERENCES variants (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_price_list_prices_tenant_id_price_list_id_variant_id_8959 UNIQUE (tenant_id, price_list_id, variant_id, min_quantity),
    CONSTRAINT fk_price_list_prices_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_price_list_prices_variant ON price_list_prices (tenant_id, variant_id);
ALTER TABLE price_list_prices ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON price_list_prices TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON price_list_prices TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON price_list_prices TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON price_list_prices TO ecommus_platform;

-- Before any rule is applied a variant sells at its price, and goes on to follow it while no rule
-- makes another one of it: whoever changes a price where there are rules applies them (services.repricing).
CREATE FUNCTION set_price() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.sells_at := coalesce(NEW.sells_at, NEW.price);
    RETURN NEW;
END
$$;
CREATE TRIGGER price_set BEFORE INSERT ON variants FOR EACH ROW EXECUTE FUNCTION set_price();

-- History follows what shoppers were asked. A price that began in this very transaction was asked of nobody.
CREATE OR REPLACE FUNCTION keep_price() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    now CONSTANT timestamptz := clock_timestamp();
BEGIN
    IF NEW.sells_at = OLD.sells_at AND OLD.sells_at = OLD.price THEN
        NEW.sells_at := NEW.price;
    END IF;
    IF NEW.sells_at <> OLD.sells_at AND OLD.price_since < transaction_timestamp() THEN
        INSERT INTO price_history (tenant_id, id, variant_id, amount, began_at, ended_at)
        VALUES (OLD.tenant_id, gen_random_uuid(), OLD.id, OLD.sells_at, OLD.price_since, now);
        NEW.price_since := now;
        NEW.lowest_before := (
            SELECT min(h.amount) FROM price_history h
            WHERE h.tenant_id = OLD.tenant_id AND h.variant_id = OLD.id
              AND h.ended_at > now - interval '30 days');
    END IF;
    RETURN NEW;
END
$$;
DROP TRIGGER price_changed ON variants;
CREATE TRIGGER price_changed BEFORE UPDATE OF price, sells_at ON variants
    FOR EACH ROW WHEN (OLD.price IS DISTINCT FROM NEW.price OR OLD.sells_at IS DISTINCT FROM NEW.sells_at)
    EXECUTE FUNCTION keep_price();

-- Tenants in which a rule began or ended since their prices last followed it.
CREATE FUNCTION tenants_to_reprice() RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT r.tenant_id FROM (
    SELECT p.tenant_id, p.starts_at, p.ends_at, p.repriced_at FROM catalog_promotions p WHERE p.enabled
    UNION ALL
    SELECT l.tenant_id, l.starts_at, l.ends_at, l.repriced_at FROM price_lists l WHERE l.enabled) r
WHERE (r.starts_at > r.repriced_at AND r.starts_at <= clock_timestamp())
   OR (r.ends_at > r.repriced_at AND r.ends_at <= clock_timestamp())
GROUP BY r.tenant_id
$$;
REVOKE ALL ON FUNCTION tenants_to_reprice() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_to_reprice() TO ecommus_app, ecommus_platform;
