"""What tests of imports share: a file sent by the upload form, the figures on an import's page."""

from pages import form_at, send
from webtest import Upload

NEW = "/admin/imports/new"


def upload(client, text, *, trial=False, name="teapots.csv", form=None, **fields):
    form = form or form_at(client, NEW)
    form["upload"] = Upload(name, text if isinstance(text, bytes) else text.encode(), "text/csv")
    form["dry_run"] = trial
    for field, value in fields.items():
        form[field] = value
    return form


def sent(client, text, **options):
    """The address of the import that a file became."""
    return send(client, upload(client, text, **options), status=303).location.partition("?")[0]


def figures(page):
    labels = [label.get_text(strip=True) for label in page.html.select(".stat__label")]
    numbers = [int(value.get_text(strip=True)) for value in page.html.select(".stat__value")]
    return dict(zip(labels, numbers, strict=True))
