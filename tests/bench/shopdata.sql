-- Categories, and products: a great many in the shop called "big", a few in each other one.
INSERT INTO categories (tenant_id, id, name, slug, position)
SELECT t, gen_random_uuid(), 'Categoria ' || n, 'categoria-' || n, n
FROM unnest(%(ids)s::uuid[]) t, generate_series(1, 20) n;

INSERT INTO products (tenant_id, id, title, slug, description, status, vendor, product_type, tags,
                      options, tax_category, translations, words, created_at)
SELECT t.id, gen_random_uuid(), words.title, 'produs-' || n,
       '<p>' || repeat('Lucrat de mână, din materiale alese cu grijă. ', 8) || '</p>', 'active',
       'Atelierul ' || n %% 50, 'Obiect', ARRAY['nou', 'serie-' || n %% 100], ARRAY['Culoare'],
       'standard',
       jsonb_build_object('en', jsonb_build_object('title', 'Object ' || n,
         'description', '<p>' || repeat('Made by hand, of chosen materials. ', 8) || '</p>')),
       string_to_array(lower(words.title || ' atelierul ' || n %% 50 || ' nou sku'), ' '),
       clock_timestamp() - n * interval '1 minute'
FROM tenants t,
     generate_series(1, CASE WHEN t.slug = %(big)s THEN %(products)s ELSE %(small)s END) n,
     LATERAL (SELECT (ARRAY['Vaza','Bol','Lampa','Scaun','Cos','Tava','Cana','Perna'])[n %% 8 + 1]
                     || ' ' || (ARRAY['mica','mare','alba','neagra','verde'])[n %% 5 + 1]
                     || ' ' || n AS title) words
WHERE t.id = ANY(%(ids)s);

INSERT INTO variants (tenant_id, id, product_id, sku, option_values, price, compare_at,
                      weight_grams, position)
SELECT p.tenant_id, gen_random_uuid(), p.id, 'SKU-' || substr(p.slug, 8) || '-' || v,
       ARRAY[(ARRAY['alb','negru','verde'])[v]], 1000 + hashtext(p.slug) & 8191,
       CASE WHEN v = 1 THEN 20000 END, 500, v
FROM products p, generate_series(1, 3) v WHERE p.tenant_id = ANY(%(ids)s);

INSERT INTO stock_levels (tenant_id, id, variant_id, location_id, on_hand)
SELECT v.tenant_id, gen_random_uuid(), v.id, l.id, 100000
FROM variants v JOIN stock_locations l ON l.tenant_id = v.tenant_id
WHERE v.tenant_id = ANY(%(ids)s);

INSERT INTO product_categories (tenant_id, id, product_id, category_id)
SELECT p.tenant_id, gen_random_uuid(), p.id, c.id
FROM products p JOIN categories c ON c.tenant_id = p.tenant_id
 AND c.position = abs(hashtext(p.slug)) %% 20 + 1
WHERE p.tenant_id = ANY(%(ids)s);

INSERT INTO product_media (tenant_id, id, product_id, media_id)
SELECT p.tenant_id, gen_random_uuid(), p.id, m.id FROM products p
JOIN (SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id ORDER BY id) AS place,
             count(*) OVER (PARTITION BY tenant_id) AS of FROM media) m
  ON m.tenant_id = p.tenant_id AND m.place = abs(hashtext(p.slug)) %% m.of + 1
WHERE p.tenant_id = ANY(%(ids)s);
