-- The schema of 0.1, frozen: never edit after release; write the next migration instead.

-- Words as the search index keeps them, each behind its shop's mark: whoever searches reads his own
-- shop's part of the index, however many shops there are.
CREATE FUNCTION product_lexemes(shop uuid, words text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
SELECT array_to_tsvector(coalesce(array_agg(right(shop::text, 12) || word), '{}'))
FROM unnest(words) AS word
$$;

CREATE TABLE platform_audit (
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT DEFAULT '' NOT NULL,
    data JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_platform_audit PRIMARY KEY (id)
);
CREATE TABLE platform_users (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    password_hash TEXT NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_platform_users PRIMARY KEY (id),
    CONSTRAINT uq_platform_users_email UNIQUE (email)
);
CREATE UNLOGGED TABLE rate_limits (
    key TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT pk_rate_limits PRIMARY KEY (key, window_start)
);
CREATE TABLE tenants (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT DEFAULT 'active' NOT NULL,
    niche TEXT DEFAULT 'ecommerce' NOT NULL,
    theme TEXT DEFAULT 'base' NOT NULL,
    currency TEXT DEFAULT 'RON' NOT NULL,
    locales TEXT[] DEFAULT '{ro,en}' NOT NULL,
    timezone TEXT DEFAULT 'Europe/Bucharest' NOT NULL,
    settings JSONB DEFAULT '{}' NOT NULL,
    legal JSONB DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_tenants PRIMARY KEY (id),
    CONSTRAINT ck_tenants_state CHECK (state IN ('active', 'suspended', 'archived')),
    CONSTRAINT uq_tenants_slug UNIQUE (slug)
);
CREATE TABLE api_keys (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    key_hash BYTEA NOT NULL,
    scopes TEXT[] NOT NULL,
    created_by TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_api_keys PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_api_keys_tenant_id_key_hash UNIQUE (tenant_id, key_hash),
    CONSTRAINT fk_api_keys_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE attributes (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    translations JSONB DEFAULT '{}' NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_attributes PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_attributes_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_attributes_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE audit_log (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT DEFAULT '' NOT NULL,
    target_id UUID,
    data JSONB DEFAULT '{}' NOT NULL,
    request_id TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_audit_log PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_audit_log_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_audit_log_target ON audit_log (tenant_id, target_id, id);
CREATE TABLE carts (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    email TEXT,
    shipping_address JSONB,
    billing_address JSONB,
    shipping_method TEXT,
    payment_method TEXT,
    note TEXT,
    ordered_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_carts PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_carts_tenant_id_token_hash UNIQUE (tenant_id, token_hash),
    CONSTRAINT fk_carts_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_carts_updated ON carts (tenant_id, updated_at);
CREATE TABLE counters (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    CONSTRAINT pk_counters PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_counters_tenant_id_name UNIQUE (tenant_id, name),
    CONSTRAINT fk_counters_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE domains (
    host TEXT NOT NULL,
    tenant_id UUID NOT NULL,
    proof TEXT NOT NULL,
    verified_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_domains PRIMARY KEY (host),
    CONSTRAINT ck_domains_lower CHECK (host = lower(host)),
    CONSTRAINT fk_domains_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE idempotency (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    key_hash BYTEA NOT NULL,
    body_hash BYTEA NOT NULL,
    status INTEGER NOT NULL,
    headers JSONB NOT NULL,
    body BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_idempotency PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_idempotency_tenant_id_key_hash UNIQUE (tenant_id, key_hash),
    CONSTRAINT fk_idempotency_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_idempotency_age ON idempotency (tenant_id, created_at);
CREATE TABLE imports (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    filename TEXT NOT NULL,
    format TEXT DEFAULT 'auto' NOT NULL,
    mapping JSONB DEFAULT '{}' NOT NULL,
    dry_run BOOLEAN DEFAULT false NOT NULL,
    status TEXT DEFAULT 'queued' NOT NULL,
    source BYTEA,
    rows INTEGER DEFAULT '0' NOT NULL,
    processed INTEGER DEFAULT '0' NOT NULL,
    total INTEGER DEFAULT '0' NOT NULL,
    created INTEGER DEFAULT '0' NOT NULL,
    updated INTEGER DEFAULT '0' NOT NULL,
    unchanged INTEGER DEFAULT '0' NOT NULL,
    failed INTEGER DEFAULT '0' NOT NULL,
    errors JSONB DEFAULT '[]' NOT NULL,
    problem TEXT,
    created_by TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_imports PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_imports_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE media (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    status TEXT DEFAULT 'ready' NOT NULL,
    filename TEXT NOT NULL,
    content_type TEXT DEFAULT '' NOT NULL,
    digest TEXT,
    width INTEGER,
    height INTEGER,
    size BIGINT,
    alt JSONB DEFAULT '{}' NOT NULL,
    renditions JSONB DEFAULT '[]' NOT NULL,
    source_url TEXT,
    error TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_media PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_media_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_media_digest ON media (tenant_id, digest);
CREATE INDEX ix_media_source ON media (tenant_id, source_url);
CREATE TABLE orders (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    number TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    cart_id UUID NOT NULL,
    status TEXT NOT NULL,
    payment_status TEXT NOT NULL,
    fulfilment_status TEXT NOT NULL,
    email TEXT NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    shipping_address JSONB NOT NULL,
    billing_address JSONB NOT NULL,
    shipping_method TEXT NOT NULL,
    shipping_title TEXT NOT NULL,
    payment_method TEXT NOT NULL,
    payment_title TEXT NOT NULL,
    items_total BIGINT NOT NULL,
    discount_total BIGINT NOT NULL,
    shipping_total BIGINT NOT NULL,
    tax_total BIGINT NOT NULL,
    tax_included BOOLEAN DEFAULT true NOT NULL,
    total BIGINT NOT NULL,
    taxes JSONB NOT NULL,
    question JSONB NOT NULL,
    question_digest TEXT NOT NULL,
    trace JSONB NOT NULL,
    note TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    placed_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_orders PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_orders_tenant_id_number UNIQUE (tenant_id, number),
    CONSTRAINT uq_orders_tenant_id_token_hash UNIQUE (tenant_id, token_hash),
    CONSTRAINT uq_orders_tenant_id_cart_id UNIQUE (tenant_id, cart_id),
    CONSTRAINT fk_orders_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_orders_placed ON orders (tenant_id, placed_at DESC, id);
CREATE INDEX ix_orders_status ON orders (tenant_id, status, placed_at DESC, id);
CREATE TABLE outbox (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    xact xid8 DEFAULT pg_current_xact_id() NOT NULL,
    name TEXT NOT NULL,
    aggregate UUID NOT NULL,
    payload JSONB NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    error TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    retry_at TIMESTAMP WITH TIME ZONE,
    done_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_outbox PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_outbox_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE pages (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    translations JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_pages PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_pages_tenant_id_slug UNIQUE (tenant_id, slug),
    CONSTRAINT fk_pages_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE platform_sessions (
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    previous_hash BYTEA,
    kind TEXT NOT NULL,
    user_agent TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_platform_sessions PRIMARY KEY (id),
    CONSTRAINT fk_platform_sessions_user_id FOREIGN KEY(user_id) REFERENCES platform_users (id) ON DELETE CASCADE,
    CONSTRAINT uq_platform_sessions_token_hash UNIQUE (token_hash)
);
CREATE TABLE products (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT 'draft' NOT NULL,
    vendor TEXT,
    product_type TEXT,
    tags TEXT[] DEFAULT '{}' NOT NULL,
    options TEXT[] DEFAULT '{}' NOT NULL,
    attributes JSONB DEFAULT '{}' NOT NULL,
    tax_category TEXT,
    seo_title TEXT,
    seo_description TEXT,
    translations JSONB DEFAULT '{}' NOT NULL,
    featured BOOLEAN DEFAULT false NOT NULL,
    import_handle TEXT,
    words TEXT[] DEFAULT '{}' NOT NULL,
    lexemes TSVECTOR GENERATED ALWAYS AS (product_lexemes(tenant_id, words)) STORED,
    version INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_products PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_products_status CHECK (status IN ('draft', 'active', 'archived')),
    CONSTRAINT uq_products_tenant_id_slug UNIQUE (tenant_id, slug),
    CONSTRAINT fk_products_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_products_import ON products (tenant_id, import_handle);
CREATE INDEX ix_products_lexemes ON products USING gin (lexemes) WITH (fastupdate = off);
CREATE INDEX ix_products_newest ON products (tenant_id, status, created_at DESC, id DESC);
CREATE INDEX ix_products_title ON products (tenant_id, status, title, id);
CREATE TABLE roles (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    permissions TEXT[] NOT NULL,
    CONSTRAINT pk_roles PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_roles_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_roles_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE stock_locations (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    priority INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_stock_locations PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_stock_locations_tenant_id_code UNIQUE (tenant_id, code),
    CONSTRAINT fk_stock_locations_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE stock_movements (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    variant_id UUID NOT NULL,
    location_id UUID NOT NULL,
    kind TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    on_hand INTEGER NOT NULL,
    allocated INTEGER NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    order_id UUID,
    actor TEXT DEFAULT '' NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_stock_movements PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_stock_movements_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_stock_movements_variant ON stock_movements (tenant_id, variant_id, id);
CREATE TABLE tax_rates (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    tax_category TEXT NOT NULL,
    rate NUMERIC(6, 3) NOT NULL,
    included BOOLEAN DEFAULT true NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    CONSTRAINT pk_tax_rates PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_tax_rates_rate CHECK (rate >= 0 AND rate < 100),
    CONSTRAINT ck_tax_rates_dates CHECK (ends_on IS NULL OR ends_on >= starts_on),
    CONSTRAINT uq_tax_rates_tenant_id_country_tax_category_starts_on UNIQUE (tenant_id, country, tax_category, starts_on),
    CONSTRAINT fk_tax_rates_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE tenant_plugins (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    plugin TEXT NOT NULL,
    enabled BOOLEAN DEFAULT false NOT NULL,
    settings JSONB DEFAULT '{}' NOT NULL,
    version BIGINT DEFAULT '1' NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_tenant_plugins PRIMARY KEY (tenant_id, id),
    CONSTRAINT uq_tenant_plugins_tenant_id_plugin UNIQUE (tenant_id, plugin),
    CONSTRAINT fk_tenant_plugins_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE versions (
    tenant_id UUID NOT NULL,
    config BIGINT DEFAULT '1' NOT NULL,
    catalogue BIGINT DEFAULT '1' NOT NULL,
    touched_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_versions PRIMARY KEY (tenant_id),
    CONSTRAINT fk_versions_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE categories (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    parent_id UUID,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    translations JSONB DEFAULT '{}' NOT NULL,
    media_id UUID,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_categories PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_categories_tenant_id_parent_id FOREIGN KEY(tenant_id, parent_id) REFERENCES categories (tenant_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_categories_tenant_id_media_id FOREIGN KEY(tenant_id, media_id) REFERENCES media (tenant_id, id) ON DELETE SET NULL (media_id),
    CONSTRAINT uq_categories_tenant_id_slug UNIQUE (tenant_id, slug),
    CONSTRAINT fk_categories_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_categories_parent ON categories (tenant_id, parent_id);
CREATE TABLE fulfilments (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_id UUID NOT NULL,
    lines JSONB NOT NULL,
    carrier TEXT DEFAULT '' NOT NULL,
    tracking_number TEXT DEFAULT '' NOT NULL,
    tracking_url TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_fulfilments PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_fulfilments_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_fulfilments_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_fulfilments_order ON fulfilments (tenant_id, order_id);
CREATE TABLE order_lines (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_id UUID NOT NULL,
    variant_id UUID,
    product_slug TEXT,
    media_id UUID,
    sku TEXT,
    name TEXT NOT NULL,
    options JSONB NOT NULL,
    quantity INTEGER NOT NULL,
    fulfilled INTEGER DEFAULT '0' NOT NULL,
    unit_price BIGINT NOT NULL,
    original_unit_price BIGINT,
    discount BIGINT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    tax_rate TEXT,
    total BIGINT NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    tracked BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT pk_order_lines PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_order_lines_fulfilled CHECK (fulfilled BETWEEN 0 AND quantity),
    CONSTRAINT ck_order_lines_sum CHECK (net + tax = total),
    CONSTRAINT fk_order_lines_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_order_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_order_lines_order ON order_lines (tenant_id, order_id);
CREATE INDEX ix_order_lines_variant ON order_lines (tenant_id, variant_id);
CREATE TABLE order_timeline (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_id UUID NOT NULL,
    kind TEXT NOT NULL,
    data JSONB DEFAULT '{}' NOT NULL,
    actor TEXT DEFAULT '' NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_order_timeline PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_order_timeline_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_order_timeline_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_order_timeline_order ON order_timeline (tenant_id, order_id, id);
CREATE TABLE payments (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_id UUID NOT NULL,
    gateway TEXT NOT NULL,
    status TEXT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_payments PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_payments_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_payments_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_payments_order ON payments (tenant_id, order_id);
CREATE TABLE product_media (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_id UUID NOT NULL,
    media_id UUID NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_product_media PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_product_media_tenant_id_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_product_media_tenant_id_media_id FOREIGN KEY(tenant_id, media_id) REFERENCES media (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_product_media_tenant_id_product_id_media_id UNIQUE (tenant_id, product_id, media_id),
    CONSTRAINT fk_product_media_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_product_media_media ON product_media (tenant_id, media_id);
CREATE TABLE staff (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    email TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    password_hash TEXT NOT NULL,
    role_id UUID NOT NULL,
    locale TEXT,
    active BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_staff PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_staff_tenant_id_role_id FOREIGN KEY(tenant_id, role_id) REFERENCES roles (tenant_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_staff_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX uq_staff_email ON staff (tenant_id, lower(email));
CREATE TABLE variants (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_id UUID NOT NULL,
    sku TEXT,
    option_values TEXT[] DEFAULT '{}' NOT NULL,
    price BIGINT NOT NULL,
    compare_at BIGINT,
    barcode TEXT,
    weight_grams INTEGER,
    track_stock BOOLEAN DEFAULT true NOT NULL,
    backorder BOOLEAN DEFAULT false NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    media_id UUID,
    CONSTRAINT pk_variants PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_variants_price CHECK (price >= 0),
    CONSTRAINT ck_variants_compare_at CHECK (compare_at IS NULL OR compare_at > price),
    CONSTRAINT fk_variants_tenant_id_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_variants_tenant_id_media_id FOREIGN KEY(tenant_id, media_id) REFERENCES media (tenant_id, id) ON DELETE SET NULL (media_id),
    CONSTRAINT uq_variants_tenant_id_sku UNIQUE (tenant_id, sku),
    CONSTRAINT uq_variants_tenant_id_product_id_option_values UNIQUE (tenant_id, product_id, option_values),
    CONSTRAINT fk_variants_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE allocations (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_line_id UUID NOT NULL,
    variant_id UUID NOT NULL,
    location_id UUID NOT NULL,
    quantity INTEGER NOT NULL,
    CONSTRAINT pk_allocations PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_allocations_quantity CHECK (quantity >= 0),
    CONSTRAINT fk_allocations_tenant_id_order_line_id FOREIGN KEY(tenant_id, order_line_id) REFERENCES order_lines (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_allocations_tenant_id_location_id FOREIGN KEY(tenant_id, location_id) REFERENCES stock_locations (tenant_id, id) ON DELETE RESTRICT,
    CONSTRAINT uq_allocations_tenant_id_order_line_id_location_id UNIQUE (tenant_id, order_line_id, location_id),
    CONSTRAINT fk_allocations_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE cart_lines (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    cart_id UUID NOT NULL,
    variant_id UUID NOT NULL,
    quantity INTEGER NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_cart_lines PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_cart_lines_quantity CHECK (quantity > 0),
    CONSTRAINT fk_cart_lines_tenant_id_cart_id FOREIGN KEY(tenant_id, cart_id) REFERENCES carts (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_cart_lines_tenant_id_variant_id FOREIGN KEY(tenant_id, variant_id) REFERENCES variants (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_cart_lines_tenant_id_cart_id_variant_id UNIQUE (tenant_id, cart_id, variant_id),
    CONSTRAINT fk_cart_lines_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE product_categories (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    product_id UUID NOT NULL,
    category_id UUID NOT NULL,
    CONSTRAINT pk_product_categories PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_product_categories_tenant_id_product_id FOREIGN KEY(tenant_id, product_id) REFERENCES products (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_product_categories_tenant_id_category_id FOREIGN KEY(tenant_id, category_id) REFERENCES categories (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_product_categories_tenant_id_product_id_category_id UNIQUE (tenant_id, product_id, category_id),
    CONSTRAINT fk_product_categories_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_product_categories_category ON product_categories (tenant_id, category_id, product_id);
CREATE TABLE reservations (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    cart_id UUID NOT NULL,
    variant_id UUID NOT NULL,
    location_id UUID NOT NULL,
    quantity INTEGER NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_reservations PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_reservations_quantity CHECK (quantity > 0),
    CONSTRAINT fk_reservations_tenant_id_cart_id FOREIGN KEY(tenant_id, cart_id) REFERENCES carts (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_reservations_tenant_id_variant_id FOREIGN KEY(tenant_id, variant_id) REFERENCES variants (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_reservations_tenant_id_location_id FOREIGN KEY(tenant_id, location_id) REFERENCES stock_locations (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_reservations_tenant_id_cart_id_variant_id_location_id UNIQUE (tenant_id, cart_id, variant_id, location_id),
    CONSTRAINT fk_reservations_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_reservations_expiry ON reservations (tenant_id, expires_at);
CREATE INDEX ix_reservations_variant ON reservations (tenant_id, variant_id, expires_at);
CREATE TABLE sessions (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    previous_hash BYTEA,
    kind TEXT NOT NULL,
    user_agent TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_sessions PRIMARY KEY (tenant_id, id),
    CONSTRAINT fk_sessions_tenant_id_staff_id FOREIGN KEY(tenant_id, staff_id) REFERENCES staff (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_sessions_tenant_id_token_hash UNIQUE (tenant_id, token_hash),
    CONSTRAINT fk_sessions_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_sessions_previous ON sessions (tenant_id, previous_hash);
CREATE INDEX ix_sessions_staff ON sessions (tenant_id, staff_id);
CREATE TABLE stock_levels (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    variant_id UUID NOT NULL,
    location_id UUID NOT NULL,
    on_hand INTEGER DEFAULT '0' NOT NULL,
    allocated INTEGER DEFAULT '0' NOT NULL,
    reserved INTEGER DEFAULT '0' NOT NULL,
    backorder BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_stock_levels PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_stock_levels_available CHECK (backorder OR on_hand - allocated - reserved >= 0),
    CONSTRAINT ck_stock_levels_promises CHECK (allocated >= 0 AND reserved >= 0),
    CONSTRAINT fk_stock_levels_tenant_id_variant_id FOREIGN KEY(tenant_id, variant_id) REFERENCES variants (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_stock_levels_tenant_id_location_id FOREIGN KEY(tenant_id, location_id) REFERENCES stock_locations (tenant_id, id) ON DELETE RESTRICT,
    CONSTRAINT uq_stock_levels_tenant_id_variant_id_location_id UNIQUE (tenant_id, variant_id, location_id),
    CONSTRAINT fk_stock_levels_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);

-- Who may touch what.
ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON roles TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON roles TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON roles TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON roles TO ecommus_platform;
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON staff TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON staff TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff TO ecommus_platform;
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sessions TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON sessions TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO ecommus_platform;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_keys TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON api_keys TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys TO ecommus_platform;
ALTER TABLE media ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON media TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON media TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON media TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON media TO ecommus_platform;
ALTER TABLE categories ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON categories TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON categories TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON categories TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON categories TO ecommus_platform;
ALTER TABLE products ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON products TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON products TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON products TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON products TO ecommus_platform;
ALTER TABLE variants ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON variants TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON variants TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON variants TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON variants TO ecommus_platform;
ALTER TABLE product_media ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON product_media TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON product_media TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON product_media TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON product_media TO ecommus_platform;
ALTER TABLE product_categories ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON product_categories TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON product_categories TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON product_categories TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON product_categories TO ecommus_platform;
ALTER TABLE attributes ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON attributes TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON attributes TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON attributes TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON attributes TO ecommus_platform;
ALTER TABLE pages ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON pages TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON pages TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON pages TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON pages TO ecommus_platform;
ALTER TABLE tax_rates ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tax_rates TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON tax_rates TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tax_rates TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tax_rates TO ecommus_platform;
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON outbox TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON outbox TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO ecommus_platform;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_log TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON audit_log TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON audit_log TO ecommus_app;
GRANT SELECT, INSERT ON audit_log TO ecommus_platform;
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON idempotency TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO ecommus_platform;
ALTER TABLE imports ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON imports TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON imports TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON imports TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON imports TO ecommus_platform;
ALTER TABLE tenant_plugins ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tenant_plugins TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON tenant_plugins TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_plugins TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_plugins TO ecommus_platform;
ALTER TABLE carts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON carts TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON carts TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON carts TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON carts TO ecommus_platform;
ALTER TABLE cart_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON cart_lines TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON cart_lines TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON cart_lines TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON cart_lines TO ecommus_platform;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON orders TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON orders TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO ecommus_platform;
ALTER TABLE order_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON order_lines TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON order_lines TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON order_lines TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON order_lines TO ecommus_platform;
ALTER TABLE allocations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON allocations TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON allocations TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON allocations TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON allocations TO ecommus_platform;
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON payments TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON payments TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON payments TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON payments TO ecommus_platform;
ALTER TABLE fulfilments ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON fulfilments TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON fulfilments TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON fulfilments TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON fulfilments TO ecommus_platform;
ALTER TABLE order_timeline ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON order_timeline TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON order_timeline TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON order_timeline TO ecommus_app;
GRANT SELECT, INSERT ON order_timeline TO ecommus_platform;
ALTER TABLE counters ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON counters TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON counters TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON counters TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON counters TO ecommus_platform;
ALTER TABLE stock_locations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON stock_locations TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON stock_locations TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_locations TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_locations TO ecommus_platform;
ALTER TABLE stock_levels ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON stock_levels TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON stock_levels TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_levels TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON stock_levels TO ecommus_platform;
ALTER TABLE stock_movements ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON stock_movements TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON stock_movements TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON stock_movements TO ecommus_app;
GRANT SELECT, INSERT ON stock_movements TO ecommus_platform;
ALTER TABLE reservations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON reservations TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON reservations TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON reservations TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON reservations TO ecommus_platform;

-- A tenant's own row and hosts, from inside; its state is the platform's to change.
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tenants TO ecommus_app
    USING (id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON tenants TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (name, theme, locales, timezone, settings, legal) ON tenants TO ecommus_app;
ALTER TABLE domains ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON domains TO ecommus_app
    USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON domains TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT ON domains TO ecommus_app;
ALTER TABLE versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON versions TO ecommus_app
    USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON versions TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON versions TO ecommus_app;
-- Counters of strangers' addresses: no tenant, no content.
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO ecommus_app;

-- The few functions that look across tenants. Each names the tenant itself and pins its path.
CREATE FUNCTION tenant_lookup(kind text, value text) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT jsonb_build_object(
    'id', t.id, 'slug', t.slug, 'name', t.name, 'state', t.state, 'niche', t.niche,
    'theme', t.theme, 'currency', t.currency, 'locales', to_jsonb(t.locales),
    'timezone', t.timezone, 'settings', t.settings, 'legal', t.legal,
    'config', v.config, 'catalogue', v.catalogue,
    'plugins', coalesce((SELECT jsonb_agg(p.plugin) FROM tenant_plugins p
                         WHERE p.tenant_id = t.id AND p.enabled), '[]'),
    'hosts', coalesce((SELECT jsonb_agg(d.host) FROM domains d
                       WHERE d.tenant_id = t.id AND d.verified_at IS NOT NULL), '[]'))
FROM tenants t JOIN versions v ON v.tenant_id = t.id
WHERE CASE kind
    WHEN 'slug' THEN t.slug = value
    WHEN 'host' THEN t.id = (SELECT d.tenant_id FROM domains d
                             WHERE d.host = value AND d.verified_at IS NOT NULL)
    WHEN 'id' THEN t.id::text = value
    WHEN 'only' THEN (SELECT count(*) = 1 FROM tenants)
END
$$;

CREATE FUNCTION tenant_versions(seconds double precision)
    RETURNS TABLE (tenant_id uuid, config bigint, catalogue bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT v.tenant_id, v.config, v.catalogue FROM versions v
WHERE v.touched_at > clock_timestamp() - make_interval(secs => seconds)
$$;

-- The next events to deliver: only the first waiting one of each aggregate, so that order holds,
-- and only what is older than every running transaction, so that nothing is overtaken.
CREATE FUNCTION outbox_ready(most integer) RETURNS TABLE (tenant_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT o.tenant_id, o.id FROM outbox o
WHERE o.done_at IS NULL AND o.xact < pg_snapshot_xmin(pg_current_snapshot())
  AND coalesce(o.retry_at, '-infinity') <= clock_timestamp()
  AND NOT EXISTS (SELECT FROM outbox e
                  WHERE e.tenant_id = o.tenant_id AND e.aggregate = o.aggregate
                    AND e.done_at IS NULL AND (e.xact, e.id) < (o.xact, o.id))
ORDER BY o.xact, o.id LIMIT most
$$;

-- The products of the current shop that have all the words, each as the beginning of one of theirs.
-- Not under row-level security, where a text search may not use its index.
CREATE FUNCTION products_found(wanted text[]) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public AS $$
DECLARE
    shop CONSTANT text := nullif(current_setting('ecommus.tenant', true), '');
    query CONSTANT tsquery := (
        SELECT string_agg(quote_literal(right(shop, 12) || word) || ':*', ' & ')
        FROM unnest(wanted) AS word);
BEGIN
    RETURN QUERY SELECT p.id FROM products p
        WHERE p.tenant_id = shop::uuid AND p.lexemes @@ query;
END
$$;

-- Tenants with something to sweep: reservations and idempotency records past their time.
CREATE FUNCTION tenants_to_sweep() RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
SELECT r.tenant_id FROM reservations r WHERE r.expires_at < clock_timestamp()
UNION
SELECT i.tenant_id FROM idempotency i WHERE i.created_at < clock_timestamp() - interval '24 hours'
$$;

REVOKE ALL ON FUNCTION tenant_lookup(text, text), tenant_versions(double precision),
    outbox_ready(integer), tenants_to_sweep(), products_found(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenant_lookup(text, text), tenant_versions(double precision),
    outbox_ready(integer), tenants_to_sweep() TO ecommus_app, ecommus_platform;
GRANT EXECUTE ON FUNCTION products_found(text[]) TO ecommus_app;
CREATE INDEX ix_versions_touched_at ON versions (touched_at);
CREATE INDEX ix_outbox_waiting ON outbox (xact, id) WHERE done_at IS NULL;
CREATE INDEX ix_outbox_aggregate ON outbox (tenant_id, aggregate, xact, id) WHERE done_at IS NULL;

-- Which migrations of plugins have run (db.plugin_schema). The web process only looks.
CREATE TABLE _ecommus_plugin_migrations (
    plugin text NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (plugin, name)
);
GRANT SELECT ON _ecommus_plugin_migrations TO ecommus_app;
