"""Letters: the license with its instructions, in the customer's language, once, and not lost."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest

from license_service import postman
from license_service.services import letters, mail


def parsed(raw):
    return message_from_bytes(raw, policy=policy.default)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("ro", "Licența ta ecommus", "Cum o instalezi"), ("en", "Your ecommus", "How to install it")],
)
def test_the_letter_brings_the_license(service, language, subject, words):
    made = service.issue(send_email=True, language=language, customer_email=f"{language}@acme.ro")
    message = parsed(service.mails()[-1])
    assert message["To"] == f"{language}@acme.ro"
    assert (
        message["Subject"] == f"{subject} {'pentru' if language == 'ro' else 'license for'} acme.ro"
    )
    text = message.get_content()
    assert words in text
    assert made["install"] in text.replace("\r", "")
    assert made["install"].startswith(made["token"])
    assert f"license.root_key = {service.settings['license.root_key']}\n" in text
    assert made["install_id"] in text


def test_a_letter_is_sent_once_and_sealed_until_then(service):
    from sqlalchemy import text

    before = len(service.mails())
    made = service.issue(send_email=True)
    with service.work() as job:
        waiting = job.db.execute(text("SELECT body FROM outbox WHERE sent_at IS NULL")).scalars()
        assert all(made["token"] not in body for body in waiting)
    assert len(service.mails()) == before + 1
    assert len(service.mails()) == before + 1


def test_no_letter_for_who_wants_none_nor_for_what_was_refused(service):
    before = len(service.mails())
    service.issue()
    service.call("POST", "/v1/licenses", {"customer_email": "a@b.ro", "send_email": True}, 422)
    assert len(service.mails()) == before


def test_a_letter_that_could_not_be_sent_waits(service, monkeypatch):
    class Away:
        def send(self, _message):
            raise ConnectionRefusedError("nobody listens")

    made = service.issue(send_email=True)
    before = len(list(service.mail.glob("[!.]*.eml")))
    mailer = service.registry.mailer
    monkeypatch.setattr(service.registry, "mailer", Away())
    assert postman.deliver(service.registry) == 0
    monkeypatch.setattr(service.registry, "mailer", mailer)
    assert len(service.mails()) == before + 1
    assert len(service.noted(made["id"], "mail.sent")) == 1


def test_the_address_of_the_mail_server():
    assert isinstance(mail.make_mailer("smtp://localhost"), mail.Smtp)
    assert isinstance(mail.make_mailer("folder:var/mail"), mail.Folder)
    with pytest.raises(ValueError, match=r"mail\.url"):
        mail.make_mailer("http://localhost")


def test_a_language_stays_until_another_is_named(service):
    """Who orders again without naming one is written as before."""

    def subject(**said):
        service.issue(send_email=True, customer_email="john@acme.com", customer_cif="", **said)
        return parsed(service.mails()[-1])["Subject"]

    assert subject(language="en").startswith("Your ecommus")
    assert subject().startswith("Your ecommus")
    assert subject(language="ro").startswith("Licența ta")
    assert subject().startswith("Licența ta")


@pytest.mark.parametrize(("language", "month"), [("ro", "decembrie"), ("en", "December")])
def test_days_are_written_out(language, month):
    ends = datetime(2026, 12, 5, tzinfo=UTC)
    license = SimpleNamespace(
        domains=["acme.ro"], tier="pro", expires_at=ends, support_until=ends, install_id="i",
    )  # fmt: skip
    told = letters.Told("token", "root", "https://licenses.example")
    _subject, body = letters.instructions(language, "", license, told)
    assert body.count(f"5 {month} 2026") == 2
