ALTER TABLE license_state ADD COLUMN problem_told JSONB DEFAULT '{}' NOT NULL;
CREATE TABLE license_log (
    id INTEGER DEFAULT '1' NOT NULL,
    service TEXT DEFAULT '' NOT NULL,
    size BIGINT DEFAULT '0' NOT NULL,
    hash TEXT DEFAULT '' NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    head_size BIGINT DEFAULT '0' NOT NULL,
    head TEXT DEFAULT '' NOT NULL,
    problem TEXT DEFAULT '' NOT NULL,
    problem_told JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_license_log PRIMARY KEY (id),
    CONSTRAINT ck_license_log_single CHECK (id = 1)
);
INSERT INTO license_log DEFAULT VALUES;
GRANT SELECT, UPDATE ON license_log TO ecommus_platform;
