"""Customers and their groups: what the admin API takes and answers."""

from ecommus.web import schema as s
from ecommus.web.storefront.api.account_schemas import MyAddress
from ecommus.web.storefront.api.schemas import NULLABLE


class CustomerQuery(s.Shape):
    """``q`` searches name, e-mail and company."""

    q = s.text(0, 200, missing="")
    group = s.text(1, 80, missing=None)


class CustomerRow(s.Shape):
    """A customer in a list; ``spent`` is the sum of their orders that were not cancelled."""

    id = s.uuid()
    email = s.text()
    first_name = s.text()
    last_name = s.text()
    phone = s.text()
    company = s.text()
    group_id = s.uuid(**NULLABLE)
    verified = s.boolean()
    orders = s.integer()
    spent = s.Money()
    created_at = s.time()
    version = s.integer()


class CustomerConsent(s.Shape):
    kind = s.text()
    version = s.text()
    given = s.boolean()
    at = s.time()


class Customer(s.Shape):
    """A customer with addresses and consents; ``has_password``: somebody signed up to it."""

    id = s.uuid()
    email = s.text()
    first_name = s.text()
    last_name = s.text()
    phone = s.text()
    locale = s.text(**NULLABLE)
    group_id = s.uuid(**NULLABLE)
    company = s.text()
    vat_id = s.text()
    registration_number = s.text()
    tax_exempt = s.boolean()
    tax_exempt_reason = s.text()
    has_password = s.boolean()
    email_verified_at = s.time(**NULLABLE)
    created_at = s.time()
    erased_at = s.time(**NULLABLE)
    addresses = s.list_of(MyAddress(name="address"))
    consents = s.list_of(CustomerConsent(name="consent"))
    version = s.integer()


class CustomerInput(s.Shape):
    """Its owner proves the address by asking for a password in the shop."""

    email = s.email()
    first_name = s.text(0, 120, missing="")
    last_name = s.text(0, 120, missing="")
    phone = s.text(0, 30, missing="")
    locale = s.text(2, 10, missing=None, nullable=True)
    group_id = s.uuid(missing=None, nullable=True)
    company = s.text(0, 120, missing="")
    vat_id = s.text(0, 20, missing="")
    registration_number = s.text(0, 30, missing="")
    tax_exempt = s.boolean(missing=False)
    tax_exempt_reason = s.text(0, 100, missing="")


CustomerChange = s.partial(CustomerInput)


class CustomerGroup(s.Shape):
    id = s.uuid()
    code = s.text()
    name = s.text()
    version = s.integer()


class CustomerGroupInput(s.Shape):
    code = s.text(1, 40)
    name = s.text(1, 120)


class CustomerGroupChange(s.Shape):
    """The code stays: integrations name it."""

    name = s.text(1, 120, missing=s.drop)
