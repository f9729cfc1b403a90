"""What tests of shoppers' accounts share: signing up, in and out through the pages."""

from pages import form_at, send
from shopping import a_customer
from sqlalchemy import select

from ecommus.testing.kit import PASSWORD

NEW = "another horse battery"


def filled(form, **fields):
    for name, value in fields.items():
        form[name] = value
    return form


def sign_up(client, email, password=PASSWORD, **fields):
    fields = {"first_name": "Ana", "last_name": "Pop", "email": email} | fields
    form = filled(form_at(client, "/en/account/sign-up"), password=password, **fields)
    return send(client, form, status=303)


def sign_in(client, email, password=PASSWORD, status=303, at="/en/account/sign-in"):
    form = filled(form_at(client, at), email=email, password=password)
    return send(client, form, status=status)


def member(shop, email="ana@example.com"):
    """A browser of a customer who is signed in."""
    a_customer(shop, email)
    client = shop.anonymous
    sign_in(client, email)
    return client


def sign_out(client):
    forms_ = client.get("/en/account", status=200).forms.values()
    return send(client, next(f for f in forms_ if f.action.endswith("/sign-out")), status=303)


def csrf(client):
    return form_at(client, "/en/account/company", "/company")["csrf_token"].value


def rows(shop, table):
    with shop.work() as job:
        return list(job.db.execute(select(table)))
