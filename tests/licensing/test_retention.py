"""Heartbeats are kept for a while, then a day's last, then the newest; the log keeps all."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from license_service import postman
from license_service.db.tables import heartbeats
from license_service.services import retention

DAY = timedelta(days=1)


def beats_at(service, *times):
    """A license that was heard of at these times."""
    made = service.issue()
    for _time in times:
        service.beat(made["token"])
    with service.work() as job:
        mine = heartbeats.c.license_id == made["id"]
        ids = job.db.execute(select(heartbeats.c.id).where(mine).order_by(heartbeats.c.id))
        for key, at in zip(ids.scalars().all(), times, strict=True):
            job.db.execute(update(heartbeats).where(heartbeats.c.id == key).values(at=at))
    return made


def kept(service, made):
    with service.work() as job:
        query = select(heartbeats.c.at).where(heartbeats.c.license_id == made["id"])
        return sorted(job.db.execute(query).scalars())


def test_heartbeats_are_thinned_out_and_the_newest_stays(service, monkeypatch):
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    young = [noon - 34 * DAY, noon - 34 * DAY + timedelta(hours=1)]
    middle = [noon - 40 * DAY - timedelta(hours=h) for h in (3, 2, 0)]
    old = [noon - n * DAY for n in (900, 500, 401)]
    made = beats_at(service, *old, *middle, *young)
    silent = beats_at(service, noon - 800 * DAY, noon - 800 * DAY)
    # By parts: nobody waits for all of it.
    monkeypatch.setattr(retention, "MOST", 2)
    assert postman.tidy(service.registry) == 6
    assert kept(service, made) == sorted([middle[-1], *young])
    assert kept(service, silent) == [noon - 800 * DAY]
    assert postman.tidy(service.registry) == 0
    # How it stands is told as before, and the log still has each of them.
    shown = service.call("GET", f"/v1/licenses/{silent['id']}")
    assert shown["health"] == "locked"
    assert len(service.noted(made["id"], "heartbeat")) == 8
    noted = service.call("GET", "/v1/log?kind=heartbeats.pruned")["items"]
    assert [item["data"]["count"] for item in noted] == [2, 2, 2]


def test_a_day_is_a_day_of_utc(service):
    midnight = (datetime.now(UTC) - 50 * DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    times = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=23)]
    made = beats_at(service, *times)
    postman.tidy(service.registry)
    assert kept(service, made) == [times[0], times[2]]


def test_a_key_set_that_ends_soon_is_said(service, caplog, monkeypatch):
    postman.look_ahead(service.registry)
    assert "the key set ends" not in caplog.text
    monkeypatch.setattr(postman, "SOON", 500 * DAY)
    postman.look_ahead(service.registry)
    assert "the key set ends" in caplog.text
    assert service.app.get("/health/ready").json["keys_until"]
