CREATE TABLE license_state (
    id INTEGER DEFAULT '1' NOT NULL,
    version BIGINT DEFAULT '1' NOT NULL,
    token TEXT,
    keys TEXT,
    jti TEXT DEFAULT '' NOT NULL,
    since TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_reason TEXT DEFAULT '' NOT NULL,
    heard_at TIMESTAMP WITH TIME ZONE,
    tried_at TIMESTAMP WITH TIME ZONE,
    problem TEXT DEFAULT '' NOT NULL,
    tries INTEGER DEFAULT '0' NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_license_state PRIMARY KEY (id),
    CONSTRAINT ck_license_state_single CHECK (id = 1)
);
INSERT INTO license_state DEFAULT VALUES;
GRANT SELECT, UPDATE ON license_state TO ecommus_platform;
CREATE TABLE license_history (
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    data JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_license_history PRIMARY KEY (id)
);
-- What happened is never changed.
GRANT SELECT, INSERT ON license_history TO ecommus_platform;
