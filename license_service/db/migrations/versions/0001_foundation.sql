-- The first schema. Frozen: installations have it.
CREATE TABLE customers (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    company TEXT DEFAULT '' NOT NULL,
    cif TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT 'ro' NOT NULL,
    stripe_customer TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_customers PRIMARY KEY (id),
    CONSTRAINT uq_customers_stripe_customer UNIQUE (stripe_customer)
);

CREATE UNIQUE INDEX uq_customers_email_cif ON customers (lower(email), cif);

CREATE TABLE key_sets (
    version INTEGER NOT NULL,
    token TEXT NOT NULL,
    active TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_key_sets PRIMARY KEY (version)
);

CREATE TABLE log (
    seq BIGINT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    kind TEXT GENERATED ALWAYS AS ((body::jsonb) ->> 'kind') STORED,
    license_id TEXT GENERATED ALWAYS AS ((body::jsonb) ->> 'license_id') STORED,
    CONSTRAINT pk_log PRIMARY KEY (seq),
    CONSTRAINT uq_log_hash UNIQUE (hash)
);

CREATE INDEX ix_log_kind_seq ON log (kind, seq);
CREATE INDEX ix_log_license_id_seq ON log (license_id, seq);

CREATE TABLE operators (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    password TEXT NOT NULL,
    totp TEXT,
    totp_confirmed BOOLEAN DEFAULT false NOT NULL,
    last_step BIGINT DEFAULT '0' NOT NULL,
    failures INTEGER DEFAULT '0' NOT NULL,
    locked_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_operators PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_operators_email ON operators (lower(email));

CREATE TABLE service_keys (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BYTEA NOT NULL,
    scopes TEXT[] DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_service_keys PRIMARY KEY (id),
    CONSTRAINT uq_service_keys_hash UNIQUE (hash)
);

CREATE TABLE signing_keys (
    kid TEXT NOT NULL,
    public TEXT NOT NULL,
    private TEXT,
    state TEXT DEFAULT 'pending' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_signing_keys PRIMARY KEY (kid),
    CONSTRAINT ck_signing_keys_state CHECK (state IN ('pending', 'active', 'retired', 'removed'))
);

CREATE UNIQUE INDEX uq_signing_keys_active ON signing_keys (state) WHERE state = 'active';

CREATE TABLE stripe_events (
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    outcome TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_stripe_events PRIMARY KEY (id)
);

CREATE TABLE tiers (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    rank INTEGER NOT NULL,
    domains INTEGER,
    niches INTEGER,
    support_days INTEGER NOT NULL,
    features TEXT[] DEFAULT '{}' NOT NULL,
    plugins TEXT[] DEFAULT '{}' NOT NULL,
    themes TEXT[] DEFAULT '{}' NOT NULL,
    axes JSONB DEFAULT '{}'::jsonb NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_tiers PRIMARY KEY (code)
);

CREATE TABLE plans (
    code TEXT NOT NULL,
    category TEXT NOT NULL,
    name TEXT NOT NULL,
    tier TEXT,
    niche TEXT DEFAULT '' NOT NULL,
    item TEXT DEFAULT '' NOT NULL,
    months INTEGER,
    price BIGINT,
    currency TEXT DEFAULT 'EUR' NOT NULL,
    stripe_price TEXT,
    active BOOLEAN DEFAULT true NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_plans PRIMARY KEY (code),
    CONSTRAINT ck_plans_category CHECK (category IN ('package', 'plugin', 'theme', 'support')),
    CONSTRAINT ck_plans_price CHECK (price >= 0),
    CONSTRAINT fk_plans_tier FOREIGN KEY(tier) REFERENCES tiers (code),
    CONSTRAINT uq_plans_stripe_price UNIQUE (stripe_price)
);

CREATE TABLE sessions (
    hash BYTEA NOT NULL,
    operator_id UUID NOT NULL,
    passed BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (hash),
    CONSTRAINT fk_sessions_operator_id FOREIGN KEY(operator_id) REFERENCES operators (id) ON DELETE CASCADE
);

CREATE TABLE licenses (
    id UUID NOT NULL,
    install_id TEXT NOT NULL,
    customer_id UUID NOT NULL,
    plan TEXT,
    tier TEXT NOT NULL,
    kind TEXT NOT NULL,
    features TEXT[] DEFAULT '{}' NOT NULL,
    plugins TEXT[] DEFAULT '{}' NOT NULL,
    themes TEXT[] DEFAULT '{}' NOT NULL,
    niches TEXT[] DEFAULT '{}' NOT NULL,
    domains TEXT[] DEFAULT '{}' NOT NULL,
    state TEXT DEFAULT 'active' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    early_adopter BOOLEAN DEFAULT false NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    support_until TIMESTAMP WITH TIME ZONE,
    stripe_subscription TEXT,
    stripe_payment TEXT,
    request_key TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_licenses PRIMARY KEY (id),
    CONSTRAINT ck_licenses_state CHECK (state IN ('active', 'revoked', 'refunded')),
    CONSTRAINT ck_licenses_kind CHECK (kind IN ('perpetual', 'trial', 'saas-monthly')),
    CONSTRAINT fk_licenses_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id),
    CONSTRAINT fk_licenses_plan FOREIGN KEY(plan) REFERENCES plans (code),
    CONSTRAINT uq_licenses_stripe_subscription UNIQUE (stripe_subscription),
    CONSTRAINT uq_licenses_stripe_payment UNIQUE (stripe_payment),
    CONSTRAINT uq_licenses_request_key UNIQUE (request_key)
);

CREATE INDEX ix_licenses_customer_id ON licenses (customer_id);
CREATE UNIQUE INDEX uq_licenses_install_id ON licenses (install_id);

CREATE TABLE heartbeats (
    id UUID NOT NULL,
    license_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    jti UUID NOT NULL,
    install_id TEXT NOT NULL,
    kid TEXT DEFAULT '' NOT NULL,
    last_seen TIMESTAMP WITH TIME ZONE NOT NULL,
    version TEXT DEFAULT '' NOT NULL,
    domain TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    revoked BOOLEAN NOT NULL,
    keys_version INTEGER NOT NULL,
    plugin_versions JSONB NOT NULL,
    kpis JSONB,
    CONSTRAINT pk_heartbeats PRIMARY KEY (id),
    CONSTRAINT fk_heartbeats_license_id FOREIGN KEY(license_id) REFERENCES licenses (id)
);

CREATE INDEX ix_heartbeats_license_id_at ON heartbeats (license_id, at);

CREATE TABLE issuances (
    jti UUID NOT NULL,
    license_id UUID NOT NULL,
    install_id TEXT NOT NULL,
    kid TEXT NOT NULL,
    token TEXT NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    replaced_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_issuances PRIMARY KEY (jti),
    CONSTRAINT fk_issuances_license_id FOREIGN KEY(license_id) REFERENCES licenses (id)
);

CREATE INDEX ix_issuances_license_id ON issuances (license_id);
CREATE UNIQUE INDEX uq_issuances_current ON issuances (license_id) WHERE replaced_at IS NULL;

CREATE TABLE outbox (
    id UUID NOT NULL,
    license_id UUID,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    tries INTEGER DEFAULT '0' NOT NULL,
    error TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT fk_outbox_license_id FOREIGN KEY(license_id) REFERENCES licenses (id)
);

CREATE INDEX ix_outbox_license_id ON outbox (license_id);

-- What was noted stays: nobody changes or removes an entry, the application least of all.
CREATE FUNCTION log_is_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log only grows';
END $$;
CREATE TRIGGER log_is_for_ever BEFORE UPDATE OR DELETE ON log
    FOR EACH ROW EXECUTE FUNCTION log_is_for_ever();
CREATE TRIGGER log_is_never_emptied BEFORE TRUNCATE ON log
    FOR EACH STATEMENT EXECUTE FUNCTION log_is_for_ever();

-- The tier matrix. Everything here is edited in the plans page afterwards.
INSERT INTO tiers (code, name, rank, domains, niches, support_days, features, plugins, themes, axes) VALUES
('starter', 'Starter', 1, 1, 1, 30, '{}',
 '{efactura-ro,payment-stripe,payment-netopia,shipping-sameday}', '{}',
 '{"Default theme": "standard demo", "Plugins bundled": "core", "Mobile storefront": "yes"}'),
('pro', 'Pro', 2, 1, 1, 90, '{}',
 '{efactura-ro,payment-stripe,payment-netopia,shipping-sameday,payment-euplatesc,notifications-sms,marketplace-emag}',
 '{}',
 '{"Default theme": "choice of 3 demos", "Plugins bundled": "core and popular", "Mobile storefront": "yes"}'),
('growth', 'Growth', 3, 3, 2, 182, '{multi_tenant,mobile_admin,b2b}',
 '{efactura-ro,payment-stripe,payment-netopia,shipping-sameday,payment-euplatesc,notifications-sms,marketplace-emag,audit-log}',
 '{theme-fashion,theme-services,theme-realestate,theme-travel}',
 '{"Default theme": "all demos", "Plugins bundled": "core, popular and advanced", "Mobile storefront": "yes", "Mobile admin": "yes", "Stores in one installation": "2", "B2B": "basic", "White-label": "optional"}'),
('enterprise', 'Enterprise', 4, NULL, 4, 365,
 '{multi_tenant,tenant_provisioning,white_label,marketplace_publisher,mobile_admin,b2b,multi_warehouse,audit_log}',
 '{*}', '{*}',
 '{"Default theme": "all demos, 8 h/year of development", "Plugins bundled": "all", "Mobile storefront": "yes, branded build", "Mobile admin": "yes, POS", "Marketplace publisher": "yes", "Stores in one installation": "unlimited", "B2B": "full", "White-label": "yes", "Multi-warehouse": "yes", "Development hours": "8 a year", "Dedicated manager, SLA": "yes", "Early major versions": "yes"}'),
('trial', 'Trial', 5, 1, 4, 30, '{multi_tenant,mobile_admin,b2b}', '{*}', '{*}', '{}'),
('beta', 'Beta', 6, 3, 4, 30, '{multi_tenant,mobile_admin,b2b,audit_log}', '{*}', '{*}', '{}'),
('dev', 'Development', 7, NULL, 4, 30,
 '{multi_tenant,tenant_provisioning,white_label,marketplace_publisher,mobile_admin,b2b,multi_warehouse,audit_log}',
 '{*}', '{*}', '{}');

-- Website packages: each niche in each tier. The operator sets the prices.
INSERT INTO plans (code, category, name, tier, niche)
SELECT niche || '-' || tiers.code, 'package', initcap(replace(niche, '-', ' ')) || ' ' || tiers.name, tiers.code, niche
FROM unnest(ARRAY['ecommerce', 'services', 'real-estate', 'travel']) AS niche
CROSS JOIN tiers WHERE tiers.rank <= 4;

-- Support, the only thing that is bought again.
INSERT INTO plans (code, category, name, months)
SELECT 'support-' || months, 'support', 'Support, ' || months || ' months', months
FROM unnest(ARRAY[3, 6, 9, 12]) AS months;
