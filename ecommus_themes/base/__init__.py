"""The plain theme: every template there is, free for every installation. Other themes extend it."""

import colander
from deform.widget import TextInputWidget
from translationstring import TranslationStringFactory

from ecommus.theme_sdk import Theme

_ = TranslationStringFactory("ecommus")
COLOUR = colander.Regex(r"^#[0-9a-fA-F]{6}\Z", msg=_("Use a colour like #1f5f4a."))


class BaseSettings(colander.MappingSchema):
    """What a shop owner can change."""

    accent = colander.SchemaNode(
        colander.String(),
        title=_("Accent colour"),
        description=_("Buttons and links; must be readable on white."),
        default="#1f5f4a",
        missing="#1f5f4a",
        validator=COLOUR,
        widget=TextInputWidget(attributes={"type": "color"}),
    )
    radius = colander.SchemaNode(
        colander.Integer(),
        title=_("Corner radius in pixels"),
        default=10,
        missing=10,
        validator=colander.Range(0, 24),
    )
    show_vendor = colander.SchemaNode(
        colander.Boolean(), title=_("Show the maker's name"), default=True, missing=False
    )


theme = Theme(
    "base",
    title="Base",
    version="1.0.0",
    description="Calm and warm, for any kind of shop.",
    extends=None,
    settings=BaseSettings,
)
