"""The forensic log: it only grows, one chain by many writers; what was done to it is found."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ecommus.core import keysets
from ecommus.core import log_chain as chain
from ecommus.core.log_chain import Broken, Entry, hold_against, linked, verify, verify_head
from license_service.cli import main

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def a_chain(size):
    entries: list[Entry] = []
    for number in range(size):
        last = (entries[-1].seq, entries[-1].hash) if entries else None
        said = {"kind": "issue", "actor": "test", "data": {"n": number, "ț": "ă"}}
        entries.append(linked(last, NOW, said))
    return entries


@given(st.integers(1, 12), st.data())
def test_any_altered_removed_or_moved_entry_is_found(size, data):
    entries = a_chain(size)
    assert verify(entries) == (size, entries[-1].hash)
    place = data.draw(st.integers(0, size - 1))
    altered = list(entries)
    altered[place] = replace(altered[place], body=altered[place].body.replace("test", "nobody"))
    with pytest.raises(Broken, match=f"entry {place + 1} "):
        verify(altered)
    if place < size - 1:
        with pytest.raises(Broken):
            verify(entries[:place] + entries[place + 1 :])
        swapped = list(entries)
        swapped[place : place + 2] = reversed(swapped[place : place + 2])
        with pytest.raises(Broken):
            verify(swapped)
    # Cut off at the end it is a chain still; the signed head tells.
    head = chain.Head(size, entries[-1].hash)
    assert hold_against(entries, head) == (size, entries[-1].hash)
    with pytest.raises(Broken, match="only"):
        hold_against(entries[:place], head)


def test_a_chain_made_anew_does_not_hold_against_the_head():
    entries = a_chain(5)
    head = chain.Head(5, entries[-1].hash)
    forged: list[Entry] = []
    for entry in entries:
        last = (forged[-1].seq, forged[-1].hash) if forged else None
        said = json.loads(entry.body) | {"actor": "nobody"}
        forged.append(linked(last, NOW, {k: said[k] for k in ("kind", "actor", "data")}))
    assert verify(forged)[0] == 5
    with pytest.raises(Broken, match="not the one"):
        hold_against(forged, head)


def test_the_export_says_the_same():
    entries = a_chain(4)
    assert list(chain.load(map(chain.dump, entries))) == entries
    for line in ("", "[]", "{}", '{"seq":"1","prev":"","hash":"","body":""}'):
        with pytest.raises(Broken, match="line 1"):
            list(chain.load([line]))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE log SET hash = 'x' WHERE seq = 1", "DELETE FROM log WHERE seq = 1", "TRUNCATE log"],
)
def test_the_database_refuses_to_change_it(service, statement):
    with service.work() as job, pytest.raises(DBAPIError, match="only grows"):
        job.db.execute(text(statement))


def test_many_writers_make_one_chain(service):
    def issue(_number):
        return service.issue()["id"]

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(issue, range(24)))
    entries = list(chain.load(exported(service)))
    verify(entries)
    issued = [json.loads(e.body).get("license_id") for e in entries if '"kind":"issue"' in e.body]
    assert len(made) == 24
    assert made <= set(issued)


def exported(service):
    answer = service.app.get("/v1/log/export", headers={"Authorization": f"Bearer {service.key}"})
    return answer.text.splitlines()


def test_the_export_comes_in_parts(service, monkeypatch):
    monkeypatch.setattr("license_service.api.statements.EXPORTED", 7)
    headers, lines, part = {"Authorization": f"Bearer {service.key}"}, [], ["begin"]
    while part:
        path = f"/v1/log/export?after={len(lines)}"
        part = service.app.get(path, headers=headers).text.splitlines()
        lines += part
    monkeypatch.undo()
    assert len(lines) > 7
    assert lines == exported(service)


def test_nothing_is_noted_of_what_was_refused(service):
    before = len(exported(service))
    service.call("POST", "/v1/licenses", {"customer_email": "ana@acme.ro"}, 422)
    assert len(exported(service)) == before


def test_the_head_is_signed_and_public(service):
    service.issue()
    answer = service.app.get("/v1/log/head").json
    head = verify_head(answer["head"], service.keys().keys, datetime.now(UTC))
    entries = list(chain.load(exported(service)))
    assert (head.size, head.hash) == (len(entries), entries[-1].hash)
    service.issue()
    assert hold_against(chain.load(exported(service)), head)[0] > head.size


def test_the_verifier_works_offline(service, tmp_path, capsys):
    """With files alone: whole, altered, a row gone, cut off at the end."""
    service.issue()
    (tmp_path / "head").write_text(service.app.get("/v1/log/head").text)
    (tmp_path / "keys").write_text(service.app.get("/v1/keys").text)
    lines = exported(service)
    root = keysets.pinned(service.root.public_key())

    def run(lines, *, head=True):
        file = tmp_path / "log"
        file.write_text("".join(line + "\n" for line in lines))
        more = ["--head", str(tmp_path / "head"), "--keys", str(tmp_path / "keys"), "--root", root]
        code = main(["log", "verify", str(file), *(more if head else [])])
        said = capsys.readouterr()
        return code, said.out + said.err

    assert run(lines)[0] == 0
    code, said = run([lines[0], lines[1].replace("test", "nobody"), *lines[2:]], head=False)
    assert (code, "entry 2 was changed" in said) == (1, True)
    code, said = run(lines[:3] + lines[4:], head=False)
    assert (code, "entry 4 is missing" in said) == (1, True)
    assert run(lines[:-2], head=False)[0] == 0
    code, said = run(lines[:-2])
    assert (code, f"only {len(lines) - 2} are here" in said) == (1, True)


def test_a_row_changed_behind_the_guards_back_is_found(cluster, tmp_path):
    from service import Service

    fresh = Service(cluster, tmp_path)
    try:
        fresh.issue()
        verify(chain.load(exported(fresh)))
        with fresh.work() as job:
            job.db.execute(text("ALTER TABLE log DISABLE TRIGGER log_is_for_ever"))
            job.db.execute(text("UPDATE log SET body = replace(body, 'acme', 'evil')"))
        with pytest.raises(Broken, match="was changed"):
            verify(chain.load(exported(fresh)))
    finally:
        fresh.close()
