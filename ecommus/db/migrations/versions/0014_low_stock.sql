-- From how many units on a variant is told as low; null: as the shop's settings say.
ALTER TABLE variants ADD COLUMN low_stock INTEGER;
ALTER TABLE variants ADD CONSTRAINT ck_variants_low_stock CHECK (low_stock BETWEEN 0 AND 10000);
