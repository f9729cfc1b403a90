"""An editorial theme for fashion: large portraits, serif headlines, generous white."""

import colander
from translationstring import TranslationStringFactory

from ecommus.theme_sdk import Theme

_ = TranslationStringFactory("ecommus")


class FashionSettings(colander.MappingSchema):
    """Beside those of the base theme."""

    accent = colander.SchemaNode(
        colander.String(),
        title=_("Accent colour"),
        default="#7a2e2e",
        missing="#7a2e2e",
        validator=colander.Regex(r"^#[0-9a-fA-F]{6}\Z", msg=_("Use a colour like #1f5f4a.")),
    )


theme = Theme(
    "theme-fashion",
    title="Fashion",
    version="1.0.0",
    description="Editorial: large portraits, serif headlines, generous white.",
    niches=("ecommerce",),
    settings=FashionSettings,
)
