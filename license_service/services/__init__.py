"""Use cases: what staff, installations, the shop's panels and Stripe have done. No HTTP here."""
