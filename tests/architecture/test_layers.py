"""Who may import whom: the contracts in setup.cfg, kept."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LAYERS = ["ecommus.testing", "ecommus.cli", "ecommus.worker : ecommus.demo", "ecommus.web",
          "ecommus.services", "ecommus.db", "ecommus.plugin_sdk : ecommus.theme_sdk",
          "ecommus.core"]  # fmt: skip


def lint(config: Path, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", str(config),
               "--no-cache"]  # fmt: skip
    path = os.pathsep.join([str(cwd), str(ROOT)])
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    )


def contracts() -> configparser.ConfigParser:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    return config


def test_the_contracts_are_kept():
    result = lint(ROOT / "setup.cfg")
    assert result.returncode == 0, result.stdout
    assert " 0 broken" in result.stdout


def test_the_layers_are_those_of_the_house():
    assert contracts()["importlinter:contract:layers"]["layers"].split("\n")[1:] == LAYERS


def test_every_package_of_ours_stands_somewhere():
    named = {name for layer in LAYERS for name in layer.split(" : ")} | {"ecommus.client"}
    found = {
        f"ecommus.{path.stem}"
        for path in (ROOT / "ecommus").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert found - {"ecommus.__init__", "ecommus.__main__"} == named


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("core/x.py", "import toy.web"),
        ("core/x.py", "def f():\n    from toy.db import y"),
    ],
)
def test_the_linter_sees_an_import_that_must_not_be(tmp_path, where, line):
    for name in ("toy", "toy/core", "toy/db", "toy/web"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "toy/db/y.py").write_text("")
    (tmp_path / "toy" / where).write_text(line)
    config = tmp_path / "setup.cfg"
    config.write_text(
        "[importlinter]\nroot_package = toy\n\n[importlinter:contract:layers]\nname = L\n"
        "type = layers\nlayers =\n    toy.web\n    toy.db\n    toy.core\n"
    )
    assert lint(config, tmp_path).returncode == 1
