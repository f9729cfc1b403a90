"""The command line as ops use it: over an installation of its own, in a folder of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ecommus.cli import main
from ecommus.core.errors import Conflict
from ecommus.db.session import TenantSession
from ecommus.services import domains

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "tests" / "data" / "catalogues"
EXPECTED = {
    "shopify-apparel.csv": (20, []),
    "shopify-home-and-garden.csv": (20, []),
    "shopify-jewelery.csv": (20, []),
    "woocommerce-sample.csv": (13, [(17, "type_grouped"), (18, "type_external")]),
}


@pytest.fixture(scope="module")
def ini(tmp_path_factory):
    """An installation: development.ini in an empty folder."""
    folder = tmp_path_factory.mktemp("installation")
    text = (ROOT / "development.ini").read_text().replace("durable = true", "durable = false")
    (folder / "development.ini").write_text(text)
    path = str(folder / "development.ini")
    assert main(["-c", path, "db", "upgrade"]) == 0
    assert main(["-c", path, "tenant", "create", "acme", "--name", "Acme",
                 "--owner", "o@acme.example"]) == 0  # fmt: skip
    return path


@pytest.fixture
def run(ini, capsys):
    """Run a command: exit code, standard output, standard error."""

    def command(*words):
        capsys.readouterr()
        code = main(["-c", ini, *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.mark.parametrize("name", EXPECTED)
def test_real_catalogues_come_in_and_a_second_time_change_nothing(run, name):
    created, refused = EXPECTED[name]
    file = str(CATALOGUES / name)
    code, out, _err = run("catalog", "import", "acme", file, "--json")
    first = json.loads(out)
    assert (first["created"], first["updated"], first["unchanged"]) == (created, 0, 0)
    assert [(e["row"], e["code"]) for e in first["errors"]] == refused
    assert all(error["message"] for error in first["errors"])
    assert code == (3 if refused else 0)
    second = json.loads(run("catalog", "import", "acme", file, "--json")[1])
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, created)


def test_a_dry_run_keeps_nothing(run, tmp_path):
    file = tmp_path / "new.csv"
    file.write_text("handle,title,price\nlamp-of-nobody,Lamp,10\n")
    words = ("catalog", "import", "acme", str(file), "--json")
    assert json.loads(run(*words, "--dry-run")[1])["created"] == 1
    assert json.loads(run(*words, "--dry-run")[1])["created"] == 1
    assert json.loads(run(*words)[1])["created"] == 1


def test_an_export_imported_again_changes_nothing(run, tmp_path):
    file = tmp_path / "all.csv"
    assert run("catalog", "export", "acme", str(file))[0] == 0
    again = json.loads(run("catalog", "import", "acme", str(file), "--json")[1])
    assert again["created"] == again["updated"] == again["failed"] == 0
    assert again["unchanged"] > 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("tenant", "create", "acme", "--name", "A", "--owner", "a@b.example"), "taken"),
        (("tenant", "create", "admin", "--name", "A", "--owner", "a@b.example"), "reserved"),
        (("tenant", "suspend", "nobody"), "nobody"),
        (("catalog", "import", "acme", "/no/such/file.csv"), "No such file"),
        (("catalog", "import", "acme", __file__), "catalogue"),
        (("catalog", "import", "nobody", str(CATALOGUES / "shopify-apparel.csv")), "nobody"),
        (("catalog", "import", "acme", "x.csv", "--map", "Price"), "COLUMN=field"),
        (("tenant", "domain", "acme", "not a domain"), "domain"),
    ],
)
def test_a_mistake_is_one_line(run, words, says):
    code, _out, err = run(*words)
    assert code == 1
    assert says in err
    assert err.startswith("ecommus: ")
    assert err.count("\n") == 1


def test_a_missing_ini_is_said(capsys):
    assert main(["-c", "/nowhere.ini", "tree"]) == 1
    assert "/nowhere.ini" in capsys.readouterr().err


def test_states_and_lists(run):
    assert run("tenant", "suspend", "acme")[0] == 0
    assert json.loads(run("tenant", "list", "--json")[1])[0]["state"] == "suspended"
    assert run("tenant", "restore", "acme")[0] == 0
    assert run("tenant", "restore", "acme")[0] == 1


def test_the_tree_names_places_and_permissions(run):
    _code, out, _err = run("tree")
    for line in ("/admin/products/{product_id}  IProduct", "product.edit", "(example-hello)"):
        assert line in out


def test_openapi_routes_plugins_license_doctor_status(run):
    assert json.loads(run("openapi")[1])["openapi"] == "3.1.0"
    assert any(row["path"] == "/admin/orders" for row in json.loads(run("routes", "--json")[1]))
    assert "payment-cod" in run("plugin", "list")[1]
    assert json.loads(run("license", "show", "--json")[1])["tier"] == "dev"
    code, out, err = run("doctor")
    assert code == 0, out + err
    assert run("db", "status")[0] == 0


def test_a_domain_is_proved_before_it_is_used(kit, shop):
    host = f"{shop.slug}.example-shop.ro"
    directory = kit.registry.directory
    with TenantSession(kit.databases.platform) as db:
        proof = domains.add(db, shop.id, host, "localhost")
        db.commit()
        with pytest.raises(Conflict):
            domains.verify(db, host, lambda _host: ["something else"])
        db.rollback()
        directory.forget()
        assert directory.find("host", host) is None
        domains.verify(db, host, lambda _host: [proof])
        db.commit()
    directory.forget()
    assert directory.find("host", host).id == shop.id


def test_invoices_are_verified(run):
    code, out, _err = run("invoices", "verify")
    assert code == 0
    assert "0 findings" in out
    code, out, _err = run("invoices", "verify", "acme", "--json")
    assert (code, json.loads(out)) == (0, {"acme": {"documents": 0, "findings": []}})
    code, _out, err = run("invoices", "verify", "nobody")
    assert (code, "no tenant 'nobody'" in err) == (1, True)


def test_a_database_is_lent_for_as_long_as_a_command_runs(run, tmp_path, ini):
    """The license service's, in development: beside the shop's on the embedded server."""
    told = tmp_path / "told"
    ask = (
        "import os, sys, psycopg;"
        "url = os.environ['OTHER_URL'].replace('+psycopg', '');"
        "who = psycopg.connect(url).execute('SELECT current_database(), current_user').fetchone();"
        f"open({str(told)!r}, 'w').write(' '.join(who)); sys.exit(7)"
    )
    words = ("db", "lend", "another", "OTHER_URL", "--", sys.executable, "-c", ask)
    assert run(*words)[0] == 7
    assert told.read_text() == "another ecommus_owner"
    assert "is no name" in run("db", "lend", "An Other", "OTHER_URL", "--", "true")[2]


def test_without_several_shops_in_the_license_there_is_one(ini, capsys, monkeypatch):
    """``license.development`` off, no license: community."""
    path = Path(ini).with_name("community.ini")
    text = Path(ini).read_text()
    assert "license.development = true" in text
    path.write_text(text.replace("license.development = true", "license.development = false"))
    make = ["tenant", "create", "second", "--name", "Second", "--owner", "o@second.example"]
    for words, says in (
        (make, "no room"),
        (["tenant", "domain", "acme", "acme.ro"], "multi_tenant"),
    ):
        capsys.readouterr()
        assert main(["-c", str(path), *words]) == 1
        assert says in capsys.readouterr().err
    assert main(["-c", ini, *make]) == 0


def test_whoever_reads_may_stop_reading(ini):
    """``ecommus … | head -1`` ends quietly."""
    command = f"'{sys.executable}' -m ecommus -c '{ini}' routes | head -1"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
