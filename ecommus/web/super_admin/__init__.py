"""x"""


def includeme(config):
    config.scan("ecommus.web.super_admin")
