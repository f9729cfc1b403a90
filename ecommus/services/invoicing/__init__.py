"""Fiscal documents on paper and on the wire: ``ubl`` writes the XML, ``rules`` reads it as the
authorities do, ``pdf`` draws the page. All three know nothing of orders or the database; issuing
is ``services.invoices``."""
