"""``serve``: the service as the .ini describes it, and where it is."""

from typing import Any

import plaster
import waitress

from license_service.cli.common import config_of, say


def add(commands: Any) -> None:
    serve = commands.add_parser("serve", help="run the service")
    serve.add_argument("--port", type=int, help="another port than the .ini's, on loopback")
    serve.set_defaults(run=run_serve)


def run_serve(arguments: Any) -> None:
    config = config_of(arguments)
    loader = plaster.get_loader(arguments.config, ["wsgi"])
    loader.setup_logging(None)
    app = loader.get_wsgi_app()
    server = loader.get_settings("server:main")
    more = {"listen": f"127.0.0.1:{arguments.port}"} if arguments.port else {}
    where = more.get("listen", server.get("listen"))
    if config.folder:
        say(f"The license service is at http://{where}; {config.folder}/access.json has the")
        say("operator's password and a service key.")
    options = {name: value for name, value in server.items() if name != "use"} | more
    waitress.serve(app, **options)
