"""x"""


def includeme(config):
    config.scan("ecommus.web.admin")
