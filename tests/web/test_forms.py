"""Forms as they are drawn: labels, errors, kept values, rows without script, Romanian."""

from html.parser import HTMLParser
from pathlib import Path

import colander
import deform
import pytest
from deform.widget import (
    CheckboxChoiceWidget,
    CheckedPasswordWidget,
    FileUploadWidget,
    HiddenWidget,
    RadioChoiceWidget,
    RichTextWidget,
    SelectWidget,
    TextInputWidget,
)
from pyramid.testing import DummyRequest
from translationstring import TranslationStringFactory

from ecommus.web import forms
from ecommus.web.widgets import REMOVE, Amount, Rows

_ = TranslationStringFactory("ecommus")


class Localizer:
    """A catalogue in a dict, in place of pyramid's localizer over .mo files."""

    def __init__(self, catalogue: dict[str, str]):
        self.catalogue = catalogue

    def translate(self, text, domain=None, mapping=None):
        domain = getattr(text, "domain", domain)
        found = self.catalogue.get(str(text)) if domain == "ecommus" else None
        return text.interpolate(found) if hasattr(text, "interpolate") else str(found or text)


class Page(HTMLParser):
    """Just enough of a document: start tags with attributes, and the text of a page."""

    def __init__(self, markup: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str, **wanted) -> list[dict[str, str | None]]:
        wanted = {name.replace("_", "-").strip("-"): value for name, value in wanted.items()}
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]

    @property
    def ids(self) -> list[str]:
        return [found["id"] for _tag, found in self.tags if found.get("id")]

    def posted(self) -> list[tuple[str, str]]:
        """What a browser without script would send, textareas and files aside."""
        sent, open_select = [], None
        for tag, found in self.tags:
            name, kind = found.get("name"), found.get("type")
            if tag == "select":
                open_select = name
            elif tag == "option" and "selected" in found:
                sent.append((open_select, found["value"]))
            elif (
                tag == "input"
                and name
                and (kind not in ("checkbox", "radio", "file") or "checked" in found)
            ):
                sent.append((name, found.get("value") or ""))
        return sent


class Tmpstore(dict):
    def preview_url(self, uid):
        return None


class Variant(colander.Schema):
    sku = colander.SchemaNode(colander.String(), title="SKU")
    price = colander.SchemaNode(colander.Decimal(), title="Price", widget=Amount(unit="RON"))
    tax = colander.SchemaNode(
        colander.String(),
        title="Tax",
        missing="standard",
        widget=SelectWidget(values=[("standard", "21%"), ("reduced", "11%")]),
    )


class Variants(colander.SequenceSchema):
    variant = Variant(title="Variant")


class Tags(colander.SequenceSchema):
    tag = colander.SchemaNode(colander.String(), title="Tag")


class Product(colander.Schema):
    title = colander.SchemaNode(
        colander.String(),
        title=_("Product name"),
        description="As shoppers see it.",
        validator=colander.Length(max=20),
        widget=TextInputWidget(attributes={"autocomplete": "off", "maxlength": "20"}),
    )
    email = colander.SchemaNode(
        colander.String(),
        title="E-mail",
        missing="",
        widget=TextInputWidget(attributes={"type": "email", "autocomplete": "email"}),
    )
    weight = colander.SchemaNode(
        colander.Decimal(), title="Weight", missing=None, widget=Amount(unit="kg", decimals=3)
    )
    body = colander.SchemaNode(colander.String(), missing="", widget=RichTextWidget())
    published = colander.SchemaNode(colander.Boolean(), title="Published", missing=False)
    kind = colander.SchemaNode(
        colander.String(),
        title="Kind",
        missing="goods",
        widget=RadioChoiceWidget(values=[("goods", "Goods"), ("service", "Service")]),
    )
    channels = colander.SchemaNode(
        colander.Set(),
        title="Channels",
        missing=(),
        widget=CheckboxChoiceWidget(values=[("web", "Web"), ("pos", "Till")]),
    )
    since = colander.SchemaNode(colander.Date(), title="Since", missing=None)
    at = colander.SchemaNode(colander.DateTime(), title="At", missing=None)
    tags = Tags(title="Tags", missing=())
    variants = Variants(title="Variants", missing=())


def product_form(catalogue=None, schema=None, **options) -> deform.Form:
    request = DummyRequest()
    request.localizer = Localizer(catalogue or {})
    return forms.form(schema or Product(), request, **options)


def failed(form: deform.Form, controls: list[tuple[str, str]]) -> Page:
    with pytest.raises(deform.ValidationFailure) as failure:
        form.validate(controls)
    return Page(failure.value.render())


def row(sku: str, price: str, *after: tuple[str, str]) -> list[tuple[str, str]]:
    inside = [("sku", sku), ("price", price), ("tax", "standard")]
    return [("__start__", "variant:mapping"), *inside, ("__end__", "variant:mapping"), *after]


def rows(*parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    start, end = ("__start__", "variants:sequence"), ("__end__", "variants:sequence")
    return [start, *(pair for part in parts for pair in part), end]


def test_every_label_and_every_reference_points_at_an_element():
    pages = [Page(product_form().render()), failed(product_form(), rows(row("", "x")))]
    for page in pages:
        assert len(page.ids) == len(set(page.ids))
        for label in page.all("label"):
            assert label.get("for") is None or label["for"] in page.ids
        for _tag, found in page.tags:
            for target in (found.get("aria-describedby") or "").split():
                assert target in page.ids
            if (found.get("href") or "").startswith("#"):
                assert found["href"][1:] in page.ids


def test_every_control_has_a_label():
    page = Page(product_form().render())
    labelled = {label.get("for") for label in page.all("label")}
    wrapped = {"checkbox", "radio"}
    for tag in ("input", "select", "textarea"):
        for found in page.all(tag):
            if found.get("type") != "hidden" and found.get("type") not in wrapped:
                assert found["id"] in labelled, found


def test_help_and_attributes_reach_the_input():
    [title] = Page(product_form().render()).all("input", id="form-title")
    assert title["aria-describedby"] == "form-title-help"
    assert title["autocomplete"] == "off"
    assert title["maxlength"] == "20"
    assert "required" in title
    [email] = Page(product_form().render()).all("input", id="form-email")
    assert email["type"] == "email"
    assert "required" not in email


def test_errors_stand_beside_the_field_and_in_the_summary_with_values_kept():
    page = failed(product_form(), [("title", "x" * 30), ("weight", "heavy")])
    [title] = page.all("input", id="form-title")
    assert title["value"] == "x" * 30
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"] == "form-title-help form-title-error"
    assert page.all("input", id="form-weight")[0]["value"] == "heavy"
    [summary] = page.all("div", role="alert")
    assert summary["id"] == "form-errors"
    assert [link["href"] for link in page.all("a")] == ["#form-title", "#form-weight"]


def test_an_error_of_the_whole_form_is_in_the_summary():
    def never(node, value):
        raise colander.Invalid(node, "The two do not go together")

    page = failed(product_form(schema=Product(validator=never)), [("title", "Chair")])
    assert "The two do not go together" in page.text


def test_what_is_typed_is_escaped():
    markup = product_form().render({"title": '"><script>alert(1)</script>', "body": "</textarea>"})
    assert "<script" not in markup
    assert "&lt;/textarea&gt;" in markup


def test_no_scripts_and_no_inline_styles():
    form = product_form()
    for markup in (form.render(), form.render(readonly=True)):
        assert "<script" not in markup
        assert " style=" not in markup
        assert " onclick=" not in markup


def test_texts_come_from_the_translator_of_the_request():
    catalogue = {
        "Product name": "Denumire",
        "Save": "Salvează",
        "Required": "Câmp obligatoriu",
        "Longer than maximum length ${max}": "Cel mult ${max} caractere",
        "Nothing was saved yet. Please check:": "Nu s-a salvat încă nimic. Verificați:",
    }
    page = failed(product_form(catalogue), [("title", "")])
    for text in ("Denumire", "Salvează", "Câmp obligatoriu", "Nu s-a salvat"):
        assert text in page.text
    assert "Cel mult 20 caractere" in failed(product_form(catalogue), [("title", "x" * 30)]).text
    assert "Denumire" not in product_form().render()


def test_hidden_inputs_stay_outside_of_the_schema():
    form = product_form(hidden={"csrf_token": "t0ken", "version": "7"}, formid="product")
    page = Page(form.render())
    assert page.all("input", name="csrf_token")[0]["value"] == "t0ken"
    assert page.all("input", name="version", type="hidden")[0]["value"] == "7"
    assert "csrf_token" not in form.validate([("csrf_token", "t0ken"), ("title", "Chair")])


def test_only_a_form_with_a_file_is_multipart():
    class Import(colander.Schema):
        file = colander.SchemaNode(deform.FileData(), widget=FileUploadWidget(Tmpstore()))

    assert "multipart/form-data" not in product_form().render()
    assert 'enctype="multipart/form-data"' in product_form(schema=Import()).render()


def test_a_form_sent_back_as_drawn_gives_what_was_put_in():
    given = {
        "title": "Oak chair",
        "published": True,
        "kind": "service",
        "channels": {"web"},
        "weight": "4.250",
        "tags": ["oak", "chair"],
        "variants": [
            {"sku": "A", "price": "10.00", "tax": "reduced"},
            {"sku": "B", "price": "12.50", "tax": "standard"},
        ],
    }
    taken = product_form().validate(Page(product_form().render(given)).posted())
    assert taken["tags"] == given["tags"]
    assert [(v["sku"], str(v["price"]), v["tax"]) for v in taken["variants"]] == [
        ("A", "10.00", "reduced"),
        ("B", "12.50", "standard"),
    ]
    assert (taken["title"], taken["published"], taken["kind"]) == ("Oak chair", True, "service")
    assert taken["channels"] == {"web"}
    assert str(taken["weight"]) == "4.250"


def test_extra_rows_are_offered_and_do_not_ask_to_be_filled():
    schema = Product()
    schema["variants"].widget = Rows(extra=3, max_len=4)
    page = Page(product_form(schema=schema).render({"variants": [{"sku": "A", "price": 1}] * 2}))
    skus = page.all("input", name="sku")
    assert [sku["id"] for sku in skus] == [f"form-variants-{n}-sku" for n in range(4)]
    assert ["required" in sku for sku in skus] == [True, True, False, False]
    assert len(page.all("input", value=REMOVE)) == 2


def test_empty_rows_are_ignored_and_ticked_ones_taken_out():
    controls = rows(row("", ""), row("A", "1"), row("B", "2", ("remove", REMOVE)), row("", " "))
    taken = product_form().validate([("title", "Chair"), *controls])
    assert [variant["sku"] for variant in taken["variants"]] == ["A"]


def test_an_error_in_a_row_names_the_row_and_leaves_room_for_more():
    page = failed(product_form(), [("title", "Chair"), *rows(row("A", "1"), row("B", "dear"))])
    assert page.all("a")[0]["href"] == "#form-variants-1-price"
    assert "Variants 2 › Price" in page.text
    assert len(page.all("input", name="sku")) == 2 + Rows.extra


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19", "19"),
        ("19,99", "19.99"),
        ("19.99", "19.99"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("-3,5", "-3.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed, meant):
    taken = product_form().validate([("title", "Chair"), *rows(row("A", typed))])
    assert str(taken["variants"][0]["price"]) == meant


def test_an_amount_with_two_readings_is_refused():
    page = failed(product_form(), [("title", "Chair"), *rows(row("A", "1.234"))])
    assert "without a thousands separator" in page.text
    assert page.all("input", id="form-variants-0-price")[0]["value"] == "1.234"


def test_money_takes_the_unit_from_our_widget_by_default():
    class Priced(colander.Schema):
        price = colander.SchemaNode(colander.Money())

    assert str(product_form(schema=Priced()).validate([("price", "12,50")])["price"]) == "12.50"


def test_a_password_asked_twice_is_never_shown_again():
    class Account(colander.Schema):
        password = colander.SchemaNode(colander.String(), widget=CheckedPasswordWidget())
        token = colander.SchemaNode(colander.String(), widget=HiddenWidget(), missing="")

    controls = [
        ("__start__", "password:mapping"),
        ("password", "secret-one"),
        ("password-confirm", "secret-two"),
        ("__end__", "password:mapping"),
    ]
    page = failed(product_form(schema=Account()), controls)
    assert page.all("a")[0]["href"] == "#form-password-0"
    assert [found.get("value") for found in page.all("input", type="password")] == [None, None]
    assert page.all("input", autocomplete="new-password")


def test_every_template_deform_may_ask_for_is_ours():
    stock = Path(deform.__file__).parent / "templates"
    renderer = product_form().renderer
    for path in stock.rglob("*.pt"):
        name = path.relative_to(stock).with_suffix("").as_posix()
        found = renderer.loader[f"{forms.ALIASES.get(name, name)}.pt"]
        assert Path(found.filename).is_relative_to(forms.TEMPLATES)
