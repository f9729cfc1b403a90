"""Accounts of shoppers: what the storefront API takes and answers."""

from ecommus.web import schema as s
from ecommus.web.storefront.api.schemas import NULLABLE, Address, Cart, OutAddress


class CustomerCredentials(s.Shape):
    """Who signs in."""

    email = s.text(1, 254)
    password = s.text(1, 1000)


class SignUp(s.Shape):
    """An account is made when the link in the mail is followed."""

    email = s.email()
    password = s.text(1, 1000)
    first_name = s.text(0, 120, missing="")
    last_name = s.text(0, 120, missing="")
    marketing = s.boolean(missing=False)


class LinkPassword(s.Shape):
    """``token`` stands in the link of the mail."""

    token = s.text(1, 100)
    password = s.text(1, 1000)


class Forgotten(s.Shape):
    email = s.email()


class PasswordChange(s.Shape):
    current = s.text(1, 1000)
    password = s.text(1, 1000)


class EmailChange(s.Shape):
    """The new address, and the present password."""

    email = s.email()
    password = s.text(1, 1000)


class LinkToken(s.Shape):
    """``token`` stands in the link of the mail."""

    token = s.text(1, 100)


class Received(s.Shape):
    """The same whether the address has an account or not."""

    detail = s.text(0, 1000)


class CustomerAccess(s.Shape):
    """A bearer token and the seconds it lives."""

    access_token = s.text()
    token_type = s.choice("Bearer")
    expires_in = s.integer()


class Me(s.Shape):
    """Whoever is signed in."""

    id = s.uuid()
    email = s.text()
    first_name = s.text()
    last_name = s.text()
    phone = s.text()
    locale = s.text(**NULLABLE)
    company = s.text()
    vat_id = s.text()
    registration_number = s.text()
    marketing = s.boolean()
    created_at = s.time()
    version = s.integer()


class MeChange(s.Shape):
    """What is not named stays (RFC 7396)."""

    first_name = s.text(0, 120, missing=s.drop)
    last_name = s.text(0, 120, missing=s.drop)
    phone = s.text(0, 30, missing=s.drop)
    locale = s.text(2, 10, missing=s.drop)
    company = s.text(0, 120, missing=s.drop)
    vat_id = s.text(0, 20, missing=s.drop)
    registration_number = s.text(0, 30, missing=s.drop)
    marketing = s.boolean(missing=s.drop)


class MyOrder(s.Shape):
    """An order in a list; ``token`` opens it at ``/orders/{token}``, for others too."""

    id = s.uuid()
    token = s.text()
    number = s.text()
    placed_at = s.time()
    status = s.text()
    payment_status = s.text()
    fulfilment_status = s.text()
    total = s.Money()


class WholeAddress(Address):
    nullable = False


class ShownAddress(OutAddress):
    nullable = False


class MyAddress(s.Shape):
    id = s.uuid()
    address = ShownAddress()
    default_shipping = s.boolean()
    default_billing = s.boolean()
    version = s.integer()


class NewAddress(s.Shape):
    """The first address is the default for both."""

    address = WholeAddress()
    default_shipping = s.boolean(missing=False)
    default_billing = s.boolean(missing=False)


class AddressChange(s.Shape):
    """``address`` replaces the whole of it."""

    address = WholeAddress(missing=s.drop)
    default_shipping = s.boolean(missing=s.drop)
    default_billing = s.boolean(missing=s.drop)


class CreditAmount(s.Shape):
    """Store credit in one currency."""

    amount = s.Money()


class CreditMovement(s.Shape):
    """One change of store credit; ``left`` is what was there after it."""

    kind = s.choice("issued", "spent", "refunded", "returned", "adjusted")
    amount = s.Money()
    left = s.Money()
    order_number = s.text(nullable=True, missing=None)
    at = s.time()


class MyStoreCredit(s.Shape):
    """One's store credit, and what changed it lately, the newest first."""

    balances = s.list_of(CreditAmount(name="credit"), 200)
    movements = s.list_of(CreditMovement(name="movement"), 50)


class Export(s.Shape):
    """Everything that is held."""

    customer = s.map_of()
    addresses = s.list_of(s.anything(name="address"))
    consents = s.list_of(s.anything(name="consent"))
    sessions = s.list_of(s.anything(name="session"))
    orders = s.list_of(s.anything(name="order"))
    carts = s.list_of(s.anything(name="cart"))
    returns = s.list_of(s.anything(name="return"))
    withdrawals = s.list_of(s.anything(name="withdrawal"))
    mail_optouts = s.list_of(s.anything(name="optout"))
    stock_notices = s.list_of(s.anything(name="stock_notice"))
    store_credit = s.list_of(s.anything(name="credit"))
    gift_cards = s.list_of(s.anything(name="gift_card"))


class WithdrawalInput(s.Shape):
    """The buyer's declaration; confirm it with them before it is sent."""

    name = s.text(1, 120)
    order_number = s.text(1, 40)
    email = s.email()
    note = s.text(0, 1000, missing="")


class Withdrawal(s.Shape):
    """What was received, and when; the receipt goes out by e-mail."""

    id = s.uuid()
    name = s.text()
    order_number = s.text()
    email = s.text()
    note = s.text()
    received_at = s.time()


class ReorderInput(s.Shape):
    """``cart``: the token of a cart to put it into; without one there is a new cart."""

    optional_body = True
    cart = s.text(1, 100, missing=None)


class MissingLine(s.Shape):
    """A line of which the cart does not hold what the order had. ``sold``: whether it still is."""

    name = s.text()
    sku = s.text(**NULLABLE)
    wanted = s.integer()
    held = s.integer()
    sold = s.boolean()


class RepricedLine(s.Shape):
    """A line of which one piece costs another price than it did; none where the order's currency
    or taxes are not the cart's."""

    name = s.text()
    sku = s.text(**NULLABLE)
    was = s.Money()
    now = s.Money()


class Reordered(s.Shape):
    """The cart, what of the order it does not hold, and what costs another price now."""

    cart = Cart()
    missing = s.list_of(MissingLine(name="line"))
    repriced = s.list_of(RepricedLine(name="line"))
