ALTER TABLE publishers ADD COLUMN suspended_at TIMESTAMP WITH TIME ZONE;
CREATE TABLE failed_sign_ins (
    source TEXT NOT NULL,
    failures INTEGER DEFAULT '0' NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_failed_sign_ins PRIMARY KEY (source)
);
