-- Cart promotions and coupons: frozen, as every migration after its release.

CREATE TABLE promotions (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    translations JSONB DEFAULT '{}' NOT NULL,
    priority INTEGER DEFAULT '0' NOT NULL,
    enabled BOOLEAN DEFAULT false NOT NULL,
    exclusive BOOLEAN DEFAULT false NOT NULL,
    coupon_based BOOLEAN DEFAULT false NOT NULL,
    applies_to_discounted BOOLEAN DEFAULT true NOT NULL,
    returns_use BOOLEAN DEFAULT true NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    usage_limit INTEGER,
    used INTEGER DEFAULT '0' NOT NULL,
    rules JSONB NOT NULL,
    actions JSONB NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_promotions PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_promotions_used CHECK (used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)),
    CONSTRAINT fk_promotions_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE coupons (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    promotion_id UUID NOT NULL,
    code TEXT NOT NULL,
    usage_limit INTEGER,
    customer_limit INTEGER,
    used INTEGER DEFAULT '0' NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_coupons PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_coupons_used CHECK (used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)),
    CONSTRAINT fk_coupons_tenant_id_promotion_id FOREIGN KEY(tenant_id, promotion_id) REFERENCES promotions (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_coupons_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_coupons_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_coupons_promotion ON coupons (tenant_id, promotion_id, id);
CREATE TABLE promotion_uses (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    promotion_id UUID NOT NULL,
    coupon_id UUID,
    order_id UUID NOT NULL,
    email TEXT NOT NULL,
    returned_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_promotion_uses PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_promotion_uses_tenant_id_promotion_id FOREIGN KEY(tenant_id, promotion_id) REFERENCES promotions (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_promotion_uses_tenant_id_coupon_id FOREIGN KEY(tenant_id, coupon_id) REFERENCES coupons (tenant_id, id) ON DELETE SET NULL (coupon_id),
    CONSTRAINT fk_promotion_uses_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_promotion_uses_tenant_id_order_id_promotion_id UNIQUE (tenant_id, order_id, promotion_id),
    CONSTRAINT fk_promotion_uses_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_promotion_uses_coupon ON promotion_uses (tenant_id, coupon_id, email);
CREATE INDEX ix_promotion_uses_promotion ON promotion_uses (tenant_id, promotion_id);

ALTER TABLE promotions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON promotions TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON promotions TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON promotions TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON promotions TO ecommus_platform;
ALTER TABLE coupons ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON coupons TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON coupons TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON coupons TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON coupons TO ecommus_platform;
ALTER TABLE promotion_uses ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON promotion_uses TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON promotion_uses TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON promotion_uses TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON promotion_uses TO ecommus_platform;

ALTER TABLE carts ADD COLUMN coupons TEXT[] DEFAULT '{}' NOT NULL;
ALTER TABLE orders ADD COLUMN promotions JSONB DEFAULT '[]' NOT NULL;

-- What may be done with promotions, for the roles that every shop has.
UPDATE roles SET permissions = permissions || '{promotion.read,promotion.edit}'
WHERE code IN ('owner', 'manager') AND NOT permissions @> '{promotion.edit}';
UPDATE roles SET permissions = permissions || '{promotion.read}'
WHERE code = 'read-only' AND NOT permissions @> '{promotion.read}';
