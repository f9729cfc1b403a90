"""``issue``: a license from the terminal. ``mail send``: what waits in the outbox. ``tidy``: old
heartbeats are removed."""

from typing import Any

from license_service.cli.common import say, work
from license_service.services import issuing, mail, retention
from license_service.services.issuing import Order


def add(commands: Any) -> None:
    issue = commands.add_parser("issue", help="issue a license and print its token")
    issue.set_defaults(run=run_issue)
    issue.add_argument("--email", required=True)
    issue.add_argument("--company", default="")
    issue.add_argument("--cif", default="")
    issue.add_argument("--plan", default="", help="a website package; it names tier and niche")
    issue.add_argument("--tier", default="")
    issue.add_argument("--kind", default="perpetual")
    issue.add_argument("--niche", action="append", default=[])
    issue.add_argument("--domain", action="append", required=True)
    issue.add_argument("--feature", action="append", default=[])
    issue.add_argument("--plugin", action="append", default=[])
    issue.add_argument("--theme", action="append", default=[])
    issue.add_argument("--support", default="", help="paid support, for example 12mo")
    issue.add_argument("--send", action="store_true", help="send it to the customer too")
    post = commands.add_parser("mail", help="letters to customers")
    actions = post.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("send", help="send what waits").set_defaults(run=run_send)
    tidy = commands.add_parser("tidy", help="remove old heartbeats; the running service does it")
    tidy.set_defaults(run=run_tidy)


def run_issue(arguments: Any) -> None:
    order = Order(
        customer_email=arguments.email,
        customer_company=arguments.company,
        customer_cif=arguments.cif,
        plan=arguments.plan,
        tier=arguments.tier,
        kind=arguments.kind,
        niche_packages=tuple(arguments.niche),
        domain_binding=tuple(arguments.domain),
        features=tuple(arguments.feature),
        licensed_plugins=tuple(arguments.plugin),
        licensed_themes=tuple(arguments.theme),
        support_period=arguments.support,
        send_email=arguments.send,
    )
    with work(arguments) as job:
        token = issuing.issue(job, order).token
    say(token)


def run_send(arguments: Any) -> None:
    with work(arguments) as job:
        mailer = mail.make_mailer(job.config.mail_url or "folder:var/mail")
        say(f"{mail.send_waiting(job, mailer)} sent.")


def run_tidy(arguments: Any) -> None:
    removed, part = 0, retention.MOST
    while part == retention.MOST:
        with work(arguments) as job:
            part = retention.prune(job)
        removed += part
    say(f"{removed} heartbeats removed.")
