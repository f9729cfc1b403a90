"""An editorial theme for fashion: large portraits, serif headlines, generous white."""

import colander
from deform.widget import SelectWidget
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

    radius = colander.SchemaNode(
        colander.Integer(),
        title=_("Corner radius in pixels"),
        default=0,
        missing=0,
        validator=colander.Range(0, 24),
    )
    announcement = colander.SchemaNode(
        colander.String(),
        title=_("Announcement above the header"),
        description=_("Empty hides it."),
        default="",
        missing="",
        validator=colander.Length(max=200),
    )
    display = colander.SchemaNode(
        colander.String(),
        title=_("Headlines"),
        default="serif",
        missing="serif",
        validator=colander.OneOf(["serif", "sans"]),
        widget=SelectWidget(values=[("serif", _("Serif")), ("sans", _("Sans serif"))]),
    )
    grid = colander.SchemaNode(
        colander.String(),
        title=_("Product lists"),
        default="airy",
        missing="airy",
        validator=colander.OneOf(["airy", "dense"]),
        widget=SelectWidget(values=[("airy", _("Large pictures")), ("dense", _("More per row"))]),
    )


theme = Theme(
    "theme-fashion",
    title="Fashion",
    version="1.0.0",
    description="Editorial: large portraits, serif headlines, generous white.",
    niches=("ecommerce",),
    settings=FashionSettings,
)
