"""A license service and a package index as real servers, wheels made by hand, pip to ask them."""

import base64
import hashlib
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from licensing.service import Service
from waitress.server import create_server

from ecommus.core.packages import sign_release
from license_service.services import access, publishers

from .installation import ROOT, Process

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]


def wheel(project: str, version: str = "1.0", requires: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """(file name, content) of a wheel with one module."""
    name = project.replace("-", "_")
    info = f"{name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
                         "Tag: py3-none-any\n",
    }  # fmt: skip
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        record += f"{path},sha256={digest.decode()},{len(text)}\n"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, text in (files | {f"{info}/RECORD": record + f"{info}/RECORD,,\n"}).items():
            archive.writestr(path, text)
    return f"{name}-{version}-py3-none-any.whl", made.getvalue()


class Index:
    """Both servers; ``publisher`` may publish ``PACKAGES``, with either of two keys."""

    PACKAGES = ("ecommus-plugin-x", "ecommus-plugin-y", "ecommus-theme-fashion")

    def __init__(self, service: Service, service_port: int, folder: Path, port: int):
        self.service, self.folder, self.port = service, folder, port
        self.service_port = service_port
        self.home = f"http://127.0.0.1:{port}/ecommus/packages/"
        self.key, self.spare = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self.publisher = service.issue(
            plan="ecommerce-enterprise", customer_email="dev@publisher.ro"
        )
        with service.work() as job:
            self.kid, _spare = (
                publishers.register(
                    job, "Publisher", key.public_key(), self.PACKAGES, self.id_of(self.publisher)
                )
                for key in (self.key, self.spare)
            )
            self.operator = access.make(job, "release", ("index.publish",))
            self._own = access.make(job, "index", ("index.read",))

    @staticmethod
    def id_of(issued: dict) -> UUID:
        return UUID(issued["id"])

    def start(self) -> Process:
        environ = {
            "LICENSE_SERVICE_URL": f"http://127.0.0.1:{self.service_port}",
            "LICENSE_INDEX_KEY": self._own,
            "LICENSE_ROOT_KEY": self.service.settings["license.root_key"],
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        command = [sys.executable, "-m", "license_service.index", "--folder",
                   str(self.folder / "index"), "--listen", f"127.0.0.1:{self.port}"]  # fmt: skip
        process = Process("index", command, self.folder, environ)
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(self.home)
                return process
            except httpx.TransportError:
                assert process.alive, process.log.read_text()[-3000:]
                assert time.monotonic() < deadline
                time.sleep(0.1)

    def get(self, path: str, token: str = "", user: str = "license", **headers) -> httpx.Response:
        auth = (user, token) if token else None
        return httpx.get(self.home + path, auth=auth, headers=headers, follow_redirects=True)

    def upload(self, file, token="", user="license", key=None, signature=None, **form):
        """``file``: what ``wheel`` made; signed with ``key``, or as ``signature`` says."""
        name, content = file
        sha256 = hashlib.sha256(content).hexdigest()
        project, version = name.split("-")[:2]
        if signature is None:
            signature = sign_release(name, sha256, key or self.key)
        fields = {":action": "file_upload", "name": project, "version": version,
                  "metadata_version": "2.1", "signature": signature}  # fmt: skip
        return httpx.post(
            self.home,
            auth=(user, token or self.publisher["token"]),
            data=fields | form,
            files={"content": (name, content)},
        )

    def pip(self, *arguments: str, token: str = "", target: Path) -> subprocess.CompletedProcess:
        """pip install; the token comes by a netrc file."""
        netrc = target.parent / f"{target.name}.netrc"
        netrc.write_text(f"machine 127.0.0.1 login license password {token}\n" if token else "")
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
        environ |= {"NETRC": str(netrc), "PIP_CONFIG_FILE": os.devnull}
        command = [*PIP, "install", "--no-deps", "--no-cache-dir", "--target", str(target)]
        return subprocess.run(
            [*command, *arguments], env=environ, capture_output=True, text=True, check=False
        )


@contextmanager
def answering(app, port: int):
    """A WSGI application behind waitress in a thread."""
    server = create_server(app, listen=f"127.0.0.1:{port}", threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.close()
        thread.join(5)
