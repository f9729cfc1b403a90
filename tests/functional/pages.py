"""What tests of the back office share: forms filled in and sent as a browser would."""

from ecommus.web.i18n import COOKIE


def english(client):
    """The same client, reading English whatever the shop speaks."""
    client.app.set_cookie(COOKIE, "en")
    return client


def signed_in(shop, role="owner"):
    """A browser of somebody who works in the shop."""
    return english(shop.signed_in(role))


def send(client, form, **options):
    """Submit a WebTest form from this very site."""
    return form.submit(headers={"Origin": f"http://{client.host}"}, **options)


def form_at(client, path, action=None):
    """The page's form that sends to ``action`` (a path's end); else its edit form, or the first."""
    page = client.get(path, status=200)
    if action is None and "form" in page.forms:
        return page.forms["form"]
    forms = [f for f in page.forms.values() if f.method.lower() == "post"]
    wanted = [f for f in forms if "sign-out" not in f.action]
    if action is not None:
        wanted = [f for f in wanted if f.action.endswith(action)]
    return wanted[0]


def token(client, path):
    """A form token from any page."""
    page = client.get(path, status=200)
    return next(f["csrf_token"].value for f in page.forms.values() if "csrf_token" in f.fields)
