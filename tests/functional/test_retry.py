"""The pipeline under a database that says no at COMMIT: a real failure, by a deferred trigger."""

import psycopg
import pytest
from sqlalchemy import func, select

from ecommus.db.security import OWNER
from ecommus.db.tables.stock import stock_movements
from ecommus.testing import a_product

TRIGGER = """
CREATE SEQUENCE IF NOT EXISTS attempts;
GRANT USAGE ON SEQUENCE attempts TO ecommus_app;
CREATE OR REPLACE FUNCTION fail_for_a_while() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A sequence does not roll back: it counts the attempts.
    IF nextval('attempts') <= substring(NEW.reason FROM '\\d+')::int THEN
        RAISE EXCEPTION 'not now' USING ERRCODE = '40001';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fail_at_commit AFTER INSERT ON stock_movements
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.reason LIKE 'fail % times')
    EXECUTE FUNCTION fail_for_a_while();
"""


@pytest.fixture
def failing(kit):
    url = kit.cluster.conninfo(kit.database, user=OWNER)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TRIGGER)
        connection.execute("ALTER SEQUENCE attempts RESTART")
        yield
        connection.execute("DROP FUNCTION fail_for_a_while CASCADE; DROP SEQUENCE attempts")


def movements(shop, reason):
    with shop.work() as job:
        statement = select(func.count()).where(stock_movements.c.reason == reason)
        return job.db.execute(statement).scalar_one()


def move(shop, product, reason, status):
    body = {"sku": product.variants[0].sku, "kind": "received", "quantity": 1, "reason": reason}
    return shop.as_("owner").api_post("/api/admin/stock/movements", body, status=status)


def test_two_failures_at_commit_are_tried_again(failing, shop):
    product = a_product(shop, quantity=1)
    level = move(shop, product, "fail 2 times", 201).json
    assert level["on_hand"] == 2
    assert movements(shop, "fail 2 times") == 1


def test_a_third_failure_is_said_and_leaves_nothing(failing, shop):
    product = a_product(shop, quantity=1)
    answer = move(shop, product, "fail 9 times", 503)
    assert answer.headers["Retry-After"]
    assert answer.json["reason"] == "try_again"
    assert movements(shop, "fail 9 times") == 0
