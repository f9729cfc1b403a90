"""The admin renders a form from this by itself."""

import colander
from deform.widget import PasswordWidget


class HelloSettings(colander.MappingSchema):
    """A text, and a secret that is encrypted at rest and never sent back."""

    greeting = colander.SchemaNode(
        colander.String(), title="Greeting", default="Salut!", missing="Salut!"
    )
    token = colander.SchemaNode(
        colander.String(), title="A secret", missing="", widget=PasswordWidget()
    )
