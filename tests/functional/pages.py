"""What tests of the back office share: forms filled in and sent as a browser would, counted SQL."""

from contextlib import contextmanager

from sqlalchemy import event


def send(client, form, **options):
    """Submit a WebTest form from this very site."""
    return form.submit(headers={"Origin": f"http://{client.host}"}, **options)


def form_at(client, path, action=None):
    """The page's form that sends to ``action`` (a path's end), or its first POST form in main."""
    page = client.get(path, status=200)
    forms = [f for f in page.forms.values() if f.method.lower() == "post"]
    wanted = [f for f in forms if "sign-out" not in f.action]
    if action is not None:
        wanted = [f for f in wanted if f.action.endswith(action)]
    return wanted[0]


def token(client, path):
    """A form token from any page."""
    page = client.get(path, status=200)
    return next(f["csrf_token"].value for f in page.forms.values() if "csrf_token" in f.fields)


@contextmanager
def counted(engine):
    """Counts the statements that an engine sends: ``with counted(engine) as sent: …; len(sent)``."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
