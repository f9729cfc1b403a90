-- A long stock-take is applied by the worker: since when, by whom, how far it is.
ALTER TABLE stock_takes ADD COLUMN queued_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE stock_takes ADD COLUMN applied_by TEXT DEFAULT '' NOT NULL;
ALTER TABLE stock_takes ADD COLUMN processed INTEGER DEFAULT '0' NOT NULL;
UPDATE stock_takes SET processed = jsonb_array_length(lines), queued_at = applied_at
WHERE applied_at IS NOT NULL;
