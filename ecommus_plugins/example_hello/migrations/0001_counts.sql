-- tenant_id, its policy and the grants are added by the SDK.
CREATE TABLE counts (
    id integer NOT NULL,
    orders bigint NOT NULL DEFAULT 0
);
