CREATE TABLE publishers (
    kid TEXT NOT NULL,
    name TEXT NOT NULL,
    public TEXT NOT NULL,
    packages TEXT[] DEFAULT '{}' NOT NULL,
    license_id UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_publishers PRIMARY KEY (kid),
    CONSTRAINT fk_publishers_license_id_licenses FOREIGN KEY(license_id) REFERENCES licenses (id)
);
CREATE INDEX ix_publishers_license_id ON publishers (license_id) WHERE revoked_at IS NULL;
