CREATE UNIQUE INDEX uq_invoices_corrected ON invoices (tenant_id, preceding_id) WHERE kind = '384';
