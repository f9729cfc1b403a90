-- Fiscal documents: series, and what was issued. See db/tables/invoices.py.

CREATE TABLE invoice_series (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    work_point TEXT DEFAULT '' NOT NULL,
    prefix TEXT NOT NULL,
    next_number BIGINT DEFAULT '1' NOT NULL,
    last_issued_on DATE,
    CONSTRAINT pk_invoice_series PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_invoice_series_kind CHECK (kind IN ('380', '381', '384')),
    CONSTRAINT ck_invoice_series_next_number CHECK (next_number > 0),
    CONSTRAINT uq_invoice_series_tenant_id_prefix UNIQUE (tenant_id, prefix),
    CONSTRAINT fk_invoice_series_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE TABLE invoices (
    tenant_id UUID DEFAULT nullif(current_setting('ecommus.tenant', true), '')::uuid NOT NULL,
    id UUID NOT NULL,
    order_id UUID NOT NULL,
    series_id UUID NOT NULL,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    full_number TEXT NOT NULL,
    issued_on DATE NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    buyer TEXT NOT NULL,
    currency TEXT NOT NULL,
    total BIGINT NOT NULL,
    preceding_id UUID,
    model JSONB NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT pk_invoices PRIMARY KEY (tenant_id, id),
    CONSTRAINT ck_invoices_preceding CHECK ((kind = '380') = (preceding_id IS NULL)),
    CONSTRAINT fk_invoices_tenant_id_order_id FOREIGN KEY(tenant_id, order_id) REFERENCES orders (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT fk_invoices_tenant_id_series_id FOREIGN KEY(tenant_id, series_id) REFERENCES invoice_series (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT fk_invoices_tenant_id_preceding_id FOREIGN KEY(tenant_id, preceding_id) REFERENCES invoices (tenant_id, id) ON DELETE NO ACTION,
    CONSTRAINT uq_invoices_tenant_id_series_id_number UNIQUE (tenant_id, series_id, number),
    CONSTRAINT uq_invoices_tenant_id_full_number UNIQUE (tenant_id, full_number),
    CONSTRAINT fk_invoices_tenant_id FOREIGN KEY(tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
);
CREATE INDEX ix_invoices_issued ON invoices (tenant_id, issued_on, id);
CREATE INDEX ix_invoices_order ON invoices (tenant_id, order_id);
CREATE INDEX ix_invoices_preceding ON invoices (tenant_id, preceding_id);

-- Who may touch what: a document that was issued, nobody.
ALTER TABLE invoice_series ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invoice_series TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON invoice_series TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON invoice_series TO ecommus_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON invoice_series TO ecommus_platform;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invoices TO ecommus_app USING (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('ecommus.tenant', true), '')::uuid);
CREATE POLICY platform ON invoices TO ecommus_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON invoices TO ecommus_app;
GRANT SELECT, INSERT ON invoices TO ecommus_platform;

-- The roles that every shop began with may what their name says.
UPDATE roles SET permissions = permissions || '{invoice.read}'
WHERE code IN ('owner', 'manager', 'staff', 'read-only') AND NOT permissions @> '{invoice.read}';
UPDATE roles SET permissions = permissions || '{invoice.manage}'
WHERE code IN ('owner', 'manager', 'staff') AND NOT permissions @> '{invoice.manage}';
