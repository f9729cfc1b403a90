-- Customers: accounts of shoppers, and whose an order is.
-- Frozen: never edit after release; write the next migration instead.

CREATE TABLE customer_groups (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_customer_groups PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_customer_groups_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_customer_groups_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE customers (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT,
    first_name TEXT DEFAULT '' NOT NULL,
    last_name TEXT DEFAULT '' NOT NULL,
    phone TEXT DEFAULT '' NOT NULL,
    locale TEXT,
    group_id UUID,
    company TEXT DEFAULT '' NOT NULL,
    vat_id TEXT DEFAULT '' NOT NULL,
    registration_number TEXT DEFAULT '' NOT NULL,
    tax_exempt BOOLEAN DEFAULT false NOT NULL,
    tax_exempt_reason TEXT DEFAULT '' NOT NULL,
    email_verified_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    erased_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_customers PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_customers_tenant_id_group_id FOREIGN KEY(tenant_id, group_id) REFERENCES customer_groups (tenant_id, id) ON DELETE SET NULL (group_id),
    CONSTRAINT fk_customers_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_customers_group ON customers (tenant_id, group_id);
CREATE UNIQUE INDEX uq_customers_email ON customers (tenant_id, lower(email));
CREATE TABLE customer_addresses (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    address JSONB NOT NULL,
    default_shipping BOOLEAN DEFAULT false NOT NULL,
    default_billing BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_customer_addresses PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_customer_addresses_tenant_id_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_customer_addresses_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_customer_addresses_customer ON customer_addresses (tenant_id, customer_id);
CREATE UNIQUE INDEX uq_customer_addresses_billing ON customer_addresses (tenant_id, customer_id) WHERE default_billing;
CREATE UNIQUE INDEX uq_customer_addresses_shipping ON customer_addresses (tenant_id, customer_id) WHERE default_shipping;
CREATE TABLE customer_sessions (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    family_hash BYTEA,
    kind TEXT NOT NULL,
    user_agent TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_customer_sessions PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_customer_sessions_tenant_id_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_customer_sessions_tenant_id_token_hash UNIQUE (tenant_id, token_hash),
    CONSTRAINT uq_customer_sessions_tenant_id_family_hash UNIQUE (tenant_id, family_hash),
    CONSTRAINT fk_customer_sessions_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_customer_sessions_customer ON customer_sessions (tenant_id, customer_id);
CREATE TABLE customer_tokens (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    locale TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    data JSONB DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_customer_tokens PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_customer_tokens_tenant_id_token_hash UNIQUE (tenant_id, token_hash),
    CONSTRAINT fk_customer_tokens_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_customer_tokens_email ON customer_tokens (tenant_id, lower(email));
CREATE INDEX ix_customer_tokens_expires ON customer_tokens (tenant_id, expires_at);
CREATE TABLE consents (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    customer_id UUID NOT NULL,
    kind TEXT NOT NULL,
    version TEXT NOT NULL,
    given BOOLEAN DEFAULT false NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_consents PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_consents_tenant_id_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_consents_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_consents_customer ON consents (tenant_id, customer_id, id);
CREATE TABLE withdrawals (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_id UUID,
    order_number TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    locale TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_withdrawals PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_withdrawals_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE SET NULL (order_id),
    CONSTRAINT fk_withdrawals_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_withdrawals_email ON withdrawals (tenant_id, lower(email));
CREATE INDEX ix_withdrawals_order ON withdrawals (tenant_id, order_id);
ALTER TABLE carts ADD COLUMN customer_id UUID;
ALTER TABLE carts ADD CONSTRAINT fk_carts_tenant_id_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id) ON DELETE SET NULL (customer_id);
CREATE INDEX ix_carts_customer ON carts (tenant_id, customer_id);
ALTER TABLE orders ADD COLUMN customer_id UUID;
ALTER TABLE orders ADD CONSTRAINT fk_orders_tenant_id_customer_id FOREIGN KEY(tenant_id, customer_id) REFERENCES customers (tenant_id, id) ON DELETE SET NULL (customer_id);
CREATE INDEX ix_orders_customer ON orders (tenant_id, customer_id, placed_at DESC, id);
CREATE INDEX ix_orders_email ON orders (tenant_id, lower(email));

-- Who may touch what.
ALTER TABLE customer_groups ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customer_groups TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON customer_groups TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_groups TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_groups TO ecommus_platform;
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customers TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON customers TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON customers TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON customers TO ecommus_platform;
ALTER TABLE customer_addresses ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customer_addresses TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON customer_addresses TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_addresses TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_addresses TO ecommus_platform;
ALTER TABLE customer_sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customer_sessions TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON customer_sessions TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_sessions TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_sessions TO ecommus_platform;
ALTER TABLE customer_tokens ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customer_tokens TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON customer_tokens TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_tokens TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_tokens TO ecommus_platform;
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON consents TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON consents TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON consents TO ecommus_app;
GRANT SELECT, INSERT ON consents TO ecommus_platform;
ALTER TABLE withdrawals ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON withdrawals TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON withdrawals TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawals TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON withdrawals TO ecommus_platform;

-- Roles are data: those that every shop starts with learn the new permissions.
UPDATE roles SET permissions = permissions || ARRAY['customer.manage', 'customer.read']
WHERE code IN ('owner', 'manager') AND NOT permissions @> ARRAY['customer.read'];
UPDATE roles SET permissions = permissions || ARRAY['customer.read']
WHERE code IN ('staff', 'read-only') AND NOT permissions @> ARRAY['customer.read'];
