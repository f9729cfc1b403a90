"""``ecommus serve`` and ``ecommus worker``: the processes."""

import gc
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import ecommus
from ecommus.cli.app import Mistake, databases, mistakes, say, settings_of
from ecommus.db import plugin_schema
from ecommus.db.embedded import EmbeddedError
from ecommus.demo import cards, seed
from ecommus.web.checks import find_pending
from ecommus.web.renderers import warm
from ecommus.worker import Worker


def add(commands: Any) -> None:
    serve = commands.add_parser("serve", help="serve the shops (migrates an embedded database)")
    serve.add_argument("--port", type=int, help="another port than the .ini's")
    serve.add_argument("--threads", type=int, default=4)
    serve.add_argument("--demo", action="store_true", help="make the demo shops if there are none")
    serve.set_defaults(run=run_serve)
    worker = commands.add_parser("worker", help="do background work until stopped")
    worker.set_defaults(run=run_worker)


def _stop_on_term() -> None:
    """A polite kill ends like Ctrl-C: requests finish, then the database stops."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    # A shell that starts us in the background has us ignore Ctrl-C; we do not.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run_serve(arguments: Any) -> None:
    """Everything in one process: database, migrations, web, and jobs where the .ini says so."""
    from waitress.server import create_server

    _stop_on_term()
    settings = settings_of(arguments.config)
    port = arguments.port or int(settings.get("site.port") or 6543)
    settings["site.port"] = str(port) if settings.get("site.port") or arguments.port else ""
    with databases(arguments) as opened:
        if opened.cluster is not None:
            opened.upgrade()
        app = ecommus.main({}, **settings, **{"ecommus.databases": opened})
        registry = app.registry
        if opened.cluster is not None:
            plugin_schema.upgrade(opened.owner_url, registry.extensions.migrations)
            find_pending(registry)
        if arguments.demo:
            folder = Path(settings.get("demo.file", "var/demo.json")).resolve()
            made = seed.seed(registry, folder, port)
            _show(made, folder)
            _start_provider(registry, settings, folder, port, made)
        try:
            server = create_server(
                app, host="127.0.0.1", port=port, threads=arguments.threads, ident="ecommus"
            )
        except OSError as error:
            raise Mistake(f"port {port}: {error.strerror}; try: make run PORT=6600") from None
        if opened.cluster is not None:
            threading.Thread(target=_keep, args=(opened.cluster,), daemon=True).start()
        worker = Worker(registry) if settings.get("worker.in_process") == "true" else None
        if worker:
            worker.start()
        settle(registry)
        say(f"Serving on port {port}. Ctrl-C stops everything.")
        try:
            server.run()
        finally:
            server.close()
            if worker:
                worker.stop(3)
            registry.directory.close()


def settle(registry: Any) -> None:
    """Load what the first visitors would wait for; what is loaded by then stays."""
    warm(registry)
    # Without it a full collection is a pause of 0.2 s, now and then.
    gc.collect()
    gc.freeze()


def paste_server(app: Any, global_conf: Any, **options: Any) -> Any:
    """``use = egg:ecommus#web`` in an .ini: waitress, once everything is loaded that stays."""
    from waitress import serve_paste

    settle(app.registry)
    return serve_paste(app, global_conf, **options)


def _start_provider(
    registry: Any, settings: dict[str, Any], folder: Path, port: int, made: dict[str, Any]
) -> None:
    """The provider of the demo's card payments, as long as this process lives."""
    slugs = [tenant["slug"] for tenant in made["tenants"]]
    beside = int(settings.get("demo.provider_port") or port + 1000)
    try:
        provider = cards.start(registry, folder.with_name("provider.json"), beside, slugs)
    except OSError as error:
        say(f"no card payments in the demo: port {beside}: {error.strerror}")
        return
    if provider is not None:
        say(f"  cards  {provider.url}   takes no money; choose “Card (test)” at the checkout")
        say()


def _keep(cluster: Any) -> None:
    """Bring the embedded server up again when somebody killed it."""
    while True:
        time.sleep(2)
        try:
            if not cluster.running:
                cluster.start()
        except EmbeddedError as error:
            say(f"the database does not start: {error}")


def _show(demo: dict[str, Any], folder: Path) -> None:
    say()
    for tenant in demo["tenants"]:
        say(f"  shop   {tenant['url']}")
        say(f"  admin  {tenant['url']}/admin   {tenant['admin_email']}  {tenant['admin_password']}")
    owner = demo["super_admin"]
    say(f"  super  {owner['url']}   {owner['email']}  {owner['password']}")
    say(f"  API    {demo['tenants'][0]['url']}/api/docs   (keys are in {folder})")
    say()


def run_worker(arguments: Any) -> None:
    """Jobs, outbox and sweeps of all tenants."""
    _stop_on_term()
    settings = settings_of(arguments.config)
    with databases(arguments) as opened, mistakes():
        app = ecommus.main({}, **settings, **{"ecommus.databases": opened})
        worker = Worker(app.registry)
        worker.start()
        say(f"Working (pid {os.getpid()}). Ctrl-C stops.")
        try:
            threading.Event().wait()
        finally:
            worker.stop()
            app.registry.directory.close()
