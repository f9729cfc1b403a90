"""Customers and their groups, as staff reach them. A shopper's own account is ``account``."""

from typing import Any
from uuid import UUID

from zope.interface import implementer

from ecommus.core.permissions import Permission as P
from ecommus.db.queries import customers
from ecommus.db.tables.customers import customer_groups
from ecommus.plugin_sdk import interfaces as i
from ecommus.web.tree.resource import ById, Leaf


@implementer(i.ICustomer)
class Customer(Leaf):
    """Somebody who buys; the entity never holds their password's hash."""


@implementer(i.ICustomers)
class Customers(ById):
    leaf = Customer

    def grants(self) -> list[tuple]:
        own = (P.CUSTOMER_READ, P.CUSTOMER_MANAGE, P.CUSTOMER_EXPORT)
        return self.allow(*own, P.BALANCE_READ, P.BALANCE_MANAGE)

    def by_id(self, entity_id: UUID) -> Any:
        return customers.customer(self.db, entity_id)


@implementer(i.ICustomerGroup)
class CustomerGroup(Leaf):
    """A group; who is in it is a matter of the customers."""


@implementer(i.ICustomerGroups)
class CustomerGroups(ById):
    leaf = CustomerGroup

    def grants(self) -> list[tuple]:
        return self.allow(P.CUSTOMER_READ, P.CUSTOMER_MANAGE)

    def by_id(self, entity_id: UUID) -> Any:
        return self.row(customer_groups, entity_id)
