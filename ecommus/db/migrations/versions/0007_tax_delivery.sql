-- Zones, tax categories, ways of delivery: frozen, as every migration after its release.

CREATE TABLE zones (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_zones PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_zones_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_zones_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE zones ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON zones TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON zones TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON zones TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON zones TO ecommus_platform;

CREATE TABLE zone_members (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    zone_id UUID NOT NULL,
    country TEXT,
    province TEXT,
    member_zone_id UUID,
    CONSTRAINT pk_zone_members PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_zone_members_one CHECK ((country IS NULL) <> (member_zone_id IS NULL) AND (province IS NULL OR country IS NOT NULL)),
    CONSTRAINT fk_zone_members_tenant_id_zone_id FOREIGN KEY(tenant_id, zone_id) REFERENCES zones (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_zone_members_tenant_id_member_zone_id FOREIGN KEY(tenant_id, member_zone_id) REFERENCES zones (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT fk_zone_members_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_zone_members_zone ON zone_members (tenant_id, zone_id);
ALTER TABLE zone_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON zone_members TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON zone_members TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON zone_members TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON zone_members TO ecommus_platform;

CREATE TABLE tax_categories (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    translations JSONB DEFAULT '{}' NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_tax_categories PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_tax_categories_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_tax_categories_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE tax_categories ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tax_categories TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON tax_categories TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tax_categories TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tax_categories TO ecommus_platform;

CREATE TABLE shipping_methods (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    translations JSONB DEFAULT '{}' NOT NULL,
    kind TEXT NOT NULL,
    zones TEXT[] DEFAULT '{}' NOT NULL,
    amount BIGINT DEFAULT '0' NOT NULL,
    per_item BIGINT DEFAULT '0' NOT NULL,
    tiers JSONB DEFAULT '[]' NOT NULL,
    free_from BIGINT,
    min_weight INTEGER,
    max_weight INTEGER,
    min_total BIGINT,
    max_total BIGINT,
    tax_category TEXT,
    days TEXT DEFAULT '' NOT NULL,
    pickup_address TEXT DEFAULT '' NOT NULL,
    pickup_instructions TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    enabled BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_shipping_methods PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_shipping_methods_kind CHECK (kind IN ('flat', 'per_item', 'by_weight', 'by_total', 'pickup')),
    CONSTRAINT ck_shipping_methods_amounts CHECK (amount >= 0 AND per_item >= 0),
    CONSTRAINT uq_shipping_methods_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_shipping_methods_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE shipping_methods ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON shipping_methods TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON shipping_methods TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON shipping_methods TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON shipping_methods TO ecommus_platform;

-- Every shop has a zone per country that it has rates for, Romania, and the Union.
INSERT INTO zones (tenant_id, id, code, name)
SELECT tenant_id, gen_random_uuid(), code, CASE code WHEN 'RO' THEN 'România' ELSE code END
FROM (SELECT tenant_id, country AS code FROM tax_rates UNION SELECT id, 'RO' FROM tenants) AS known;
INSERT INTO zone_members (tenant_id, id, zone_id, country)
SELECT tenant_id, gen_random_uuid(), id, code FROM zones;
INSERT INTO zones (tenant_id, id, code, name)
SELECT id, gen_random_uuid(), 'EU', 'Uniunea Europeană' FROM tenants
ON CONFLICT (tenant_id, code) DO NOTHING;
INSERT INTO zone_members (tenant_id, id, zone_id, country)
SELECT z.tenant_id, gen_random_uuid(), z.id, member
FROM zones z, unnest('{AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,MT,NL,PL,PT,RO,SE,SI,SK}'::text[]) AS member WHERE z.code = 'EU';

-- And a category for every code that a rate or a product names.
INSERT INTO tax_categories (tenant_id, id, code, name, translations, position)
SELECT tenant_id, gen_random_uuid(), code,
       CASE code WHEN 'standard' THEN 'Cota standard' WHEN 'reduced' THEN 'Cota redusă' ELSE code END,
       CASE code WHEN 'standard' THEN '{"en": {"name": "Standard rate"}}'::jsonb
                 WHEN 'reduced' THEN '{"en": {"name": "Reduced rate"}}'::jsonb ELSE '{}'::jsonb END,
       CASE code WHEN 'standard' THEN 0 WHEN 'reduced' THEN 1 ELSE 2 END
FROM (SELECT tenant_id, tax_category AS code FROM tax_rates
      UNION SELECT tenant_id, tax_category FROM products WHERE tax_category IS NOT NULL
      UNION SELECT t.id, code FROM tenants t, unnest('{standard,reduced}'::text[]) AS code) AS known;

-- A rate belongs to a zone. Of two that held on a day the one that started last counted: the other
-- ends before it.
ALTER TABLE tax_rates DROP CONSTRAINT uq_tax_rates_tenant_id_country_tax_category_starts_on;
ALTER TABLE tax_rates RENAME COLUMN country TO zone;
ALTER TABLE tax_rates ADD COLUMN version INTEGER DEFAULT '1' NOT NULL;
UPDATE tax_rates r SET ends_on = later.starts_on - 1
FROM (SELECT tenant_id, id, lead(starts_on) OVER (
          PARTITION BY tenant_id, zone, tax_category ORDER BY starts_on) AS starts_on
      FROM tax_rates) AS later
WHERE later.tenant_id = r.tenant_id AND later.id = r.id
  AND later.starts_on <= coalesce(r.ends_on, 'infinity'::date);
ALTER TABLE tax_rates ADD CONSTRAINT ex_tax_rates_dates EXCLUDE USING gist (int8range(hashtextextended(tenant_id::text || '/' || zone || '/' || tax_category, 0), hashtextextended(tenant_id::text || '/' || zone || '/' || tax_category, 0), '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&);
ALTER TABLE tax_rates ADD CONSTRAINT fk_tax_rates_tenant_id_zone FOREIGN KEY(tenant_id, zone) REFERENCES zones (tenant_id, code) ON DELETE NO ACTION;
ALTER TABLE tax_rates ADD CONSTRAINT fk_tax_rates_tenant_id_tax_category FOREIGN KEY(tenant_id, tax_category) REFERENCES tax_categories (tenant_id, code) ON DELETE NO ACTION;
CREATE INDEX ix_tax_rates_zone ON tax_rates (tenant_id, zone, tax_category, starts_on);

-- Where an order is picked up.
ALTER TABLE orders ADD COLUMN pickup TEXT DEFAULT '' NOT NULL;
