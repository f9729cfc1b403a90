"""What becomes of bad rows, file by file: never half a product, never a row without a word."""

import pytest

from ecommus.core.catalog_csv import NO_TAX, CatalogFormatError, read


def own(text, **options):
    return read(text.encode(), currency="RON", **options)


def shopify(*rows, header="Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price"):
    return read("\n".join([header, *rows]).encode(), currency="RON", format="shopify")


WOO = "ID,Type,SKU,Name,Regular price,Sale price,Stock,Parent,Attribute 1 name,Attribute 1 value(s)"


def woo(*rows, header=WOO):
    return read("\n".join([header, *rows]).encode(), currency="RON", format="woocommerce")


def codes(reading):
    return [(error.row, error.code) for error in reading.errors]


def warned(reading):
    return [(warning.row, warning.code) for warning in reading.warnings]


def test_a_bad_variant_is_refused_alone():
    reading = shopify("a,A,Size,S,,10", "a,,,M,,oops", "a,,,L,,12")
    assert codes(reading) == [(3, "price_invalid")]
    assert reading.errors[0].field == "Variant Price"
    assert [variant.option_values for variant in reading.drafts[0].variants] == [("S",), ("L",)]


def test_the_first_row_may_lose_its_variant_and_still_name_the_product():
    reading = shopify("a,A,Size,S,,oops", "a,,,M,,11")
    assert codes(reading) == [(2, "price_invalid")]
    assert (reading.drafts[0].title, len(reading.drafts[0].variants)) == ("A", 1)


def test_a_product_without_a_good_variant_is_refused_with_all_its_rows():
    header = "Handle,Title,Variant Price,Image Src"
    reading = shopify("a,A,oops,", "a,,,https://x.ro/1.jpg", "b,B,1,", header=header)
    assert codes(reading) == [(2, "price_invalid"), (3, "product_refused")]
    assert reading.errors[1].params["cause"] == 2
    assert [draft.handle for draft in reading.drafts] == ["b"]


def test_a_fault_of_the_product_refuses_it_whole():
    reading = shopify("a,,Size,S,,10", "a,,,M,,11", "b,B,,,,1")
    assert codes(reading) == [(2, "title_missing"), (3, "product_refused")]
    assert len(reading.drafts) == 1


def test_duplicates_are_errors_of_the_later_row():
    reading = shopify("a,A,Size,S,X,10", "a,,,S,Y,11", "b,B,,,X,1", "a,,,M,Y,12")
    assert codes(reading) == [(3, "duplicate_variant"), (4, "duplicate_sku")]
    assert reading.errors[1].params["first"] == 2
    # The refused row's SKU is free again.
    assert [variant.sku for variant in reading.drafts[0].variants] == ["X", "Y"]


def test_two_products_under_one_handle_do_not_melt_into_one():
    reading = shopify("a,A,,,,10", "a,B,,,,11")
    assert codes(reading) == [(3, "product_mismatch")]
    assert reading.errors[0].field == "Title"


def test_options_need_names_and_values():
    reading = shopify("a,A,Size,S,,10", "a,,,,,11", "b,B,,Blue,,12", ",,,,,3")
    assert codes(reading) == [
        (3, "option_value_missing"),
        (4, "option_name_missing"),
        (5, "handle_missing"),
    ]


def test_rows_of_a_handle_need_not_be_neighbours():
    reading = shopify("a,A,Size,S,,10", "b,B,,,,1", "a,,,M,,11")
    assert [draft.rows for draft in reading.drafts] == [(2, 4), (3,)]


def test_shopify_gift_cards_compare_at_policy_and_status():
    header = (
        "Handle,Title,Variant Price,Variant Compare At Price,Gift Card,Published,Status,"
        "Variant Inventory Policy,Variant Inventory Qty,Variant Taxable,Variant Inventory Tracker"
    )
    reading = shopify(
        "a,A,10,10,false,true,active,continue,-4,false,",
        "b,B,10,12,true,true,active,deny,1,true,",
        "c,C,10,9,,false,active,,,,shopify",
        "d,D,10,,,TRUE,archived,,,,",
        "e,E,10,,,maybe,,,,,",
        header=header,
    )
    assert codes(reading) == [(3, "gift_card"), (6, "boolean_invalid")]
    a, c, d = reading.drafts
    first = a.variants[0]
    assert (first.compare_at, first.backorder, first.quantity) == (None, True, 0)
    assert (a.status, c.status, d.status) == ("active", "draft", "draft")
    assert (a.tax_category, c.tax_category) == (NO_TAX, None)
    assert (c.variants[0].quantity, c.variants[0].track_stock) == (None, True)
    assert not d.variants[0].track_stock


def test_shopifys_newer_column_names():
    header = "Title,URL handle,Description,Price,Compare-at price,SKU,Product image URL"
    reading = read(f"{header}\nA,a,<p>x</p>,9.99,12,S1,https://x.ro/1.jpg".encode(), currency="RON")
    assert reading.format == "shopify"
    variant = reading.drafts[0].variants[0]
    assert (variant.price, variant.compare_at, variant.sku) == (999, 1200, "S1")


def test_a_picture_without_address_costs_a_warning_only():
    header = "Handle,Title,Variant Price,Image Src,Image Position,Image Alt Text"
    reading = shopify(
        "a,A,10,javascript:x,1,", "a,,,https://x.ro/2.jpg,2,two", "a,,,/1.jpg,1,", header=header
    )
    assert warned(reading) == [(2, "image_invalid")]
    assert [(i.url, i.alt) for i in reading.drafts[0].images] == [
        ("/1.jpg", ""),
        ("https://x.ro/2.jpg", "two"),
    ]


def test_a_foreign_sign_is_remarked_on_once():
    reading = own("title,price\nA,$5\nB,$6\n")
    assert [draft.variants[0].price for draft in reading.drafts] == [500, 600]
    assert warned(reading) == [(2, "price_sign")]


def test_woocommerce_variations_find_their_parent_by_sku_or_id():
    reading = woo(
        "2,variation,,,10,,,id:1,Size,S",
        '1,variable,tee,Tee,,,,,Size,"S, M"',
        "3,variation,,,11,,,tee,Size,m",
        "4,variation,,,12,,,gone,Size,M",
        "5,simple,s,Simple,1,,,,,",
        "6,variation,,,12,,,s,Size,M",
    )
    assert codes(reading) == [(5, "orphan_variation"), (7, "parent_not_variable")]
    tee, simple = reading.drafts
    assert tee.rows == (2, 3, 4)
    assert [variant.option_values for variant in tee.variants] == [("S",), ("M",)]
    assert simple.handle == "simple"


def test_an_any_variation_fills_what_the_others_leave():
    reading = woo(
        '1,variable,tee,Tee,,,,,Size,"S, M, L"',
        "2,variation,any,,10,,7,tee,Size,",
        "3,variation,big,,12,,3,tee,Size,L",
    )
    assert codes(reading) == []
    assert warned(reading) == [(3, "variation_expanded"), (3, "stock_shared")]
    found = {v.option_values[0]: (v.sku, v.price, v.quantity) for v in reading.drafts[0].variants}
    assert found == {"S": (None, 1000, None), "M": (None, 1000, None), "L": ("big", 1200, 3)}
    assert all(variant.track_stock for variant in reading.drafts[0].variants)


def test_an_any_variation_without_a_list_is_refused():
    reading = woo("1,variable,tee,Tee,,,,,,", "2,variation,x,,10,,,tee,Size,")
    assert codes(reading) == [(2, "product_refused"), (3, "variation_any")]


def test_expanding_stays_within_bounds():
    values = ", ".join(map(str, range(150)))
    rows = [f'1,variable,t,T,,,,,A,"{values}",B,"{values}"']
    rows += [f"{n},variation,v{n},,1,,,t,A,{n},B," for n in range(2, 5)]
    reading = woo(*rows, header=f"{WOO},Attribute 2 name,Attribute 2 value(s)")
    assert [error.code for error in reading.errors] == ["variants_too_many"] + [
        "product_refused"
    ] * 3
    assert reading.drafts == []


def test_woocommerce_kinds_that_are_not_sold():
    reading = woo(
        "1,grouped,g,G,,,,,,",
        "2,external,e,E,5,,,,,",
        "3,subscription,s,S,5,,,,,",
        '4,"simple, downloadable, virtual",d,D,5,,,,,',
        "5,variable,v,V,,,,,,",
    )
    assert codes(reading) == [
        (2, "type_grouped"),
        (3, "type_external"),
        (4, "type_unsupported"),
        (6, "variants_missing"),
    ]
    assert len(reading.drafts) == 1


def test_woocommerce_sales_and_stock():
    header = (
        "Type,Name,Published,Regular price,Sale price,Date sale price starts,Stock,In stock?,"
        "Backorders allowed?,Weight (lbs),Tax status,Tax class,Categories,Tags,Images,Description"
    )
    reading = woo(
        r'simple,A,1,20,15,,-2,1,notify,1,none,,"A > B\, C, D &amp; E","x, y",,"one\ntwo"',
        "simple,B,0,20,15,2026-01-01,,0,0,,taxable,reduced,,,,",
        'simple,C,\'-1,20,25,,5,1,,,taxable,,,,"https://x.ro/1.jpg, https://x.ro/2.jpg",',
        header=header,
    )
    assert codes(reading) == []
    a, b, c = reading.drafts
    assert (a.variants[0].price, a.variants[0].compare_at) == (1500, 2000)
    assert (a.variants[0].quantity, a.variants[0].backorder) == (0, True)
    assert a.variants[0].weight_grams == 454
    assert a.categories == (("A", "B, C"), ("D & E",))
    assert (a.tags, a.tax_category, a.description_html) == (("x", "y"), NO_TAX, "one\ntwo")
    assert warned(reading) == [(3, "sale_scheduled")]
    assert (b.variants[0].price, b.status, b.tax_category) == (2000, "draft", "reduced")
    assert (b.variants[0].quantity, b.variants[0].track_stock) == (0, True)
    assert (c.variants[0].price, c.variants[0].compare_at, c.status) == (2000, None, "draft")
    assert len(c.images) == 2


def test_woocommerce_names_that_are_alike_get_their_id():
    reading = woo("7,simple,a,Mug,1,,,,,", "8,simple,b,Mug,2,,,,,", "9,simple,c,杯,2,,,,,")
    assert [draft.handle for draft in reading.drafts] == ["mug-7", "mug-8", "product-9"]


def test_our_own_format_by_hand():
    reading = own(
        "Title;Price;Tags;Categories;title:en;attribute:Material;Track stock\n"
        "Cană;19,99;alb, bleu;Casă > Căni | Cadouri;Mug;lut;\n"
    )
    draft = reading.drafts[0]
    assert (draft.handle, draft.title, draft.tags) == ("cana", "Cană", ("alb", "bleu"))
    assert draft.categories == (("Casă", "Căni"), ("Cadouri",))
    assert draft.translations == {"en": {"title": "Mug"}}
    assert draft.attributes == (("Material", "lut"),)
    assert (draft.variants[0].price, draft.variants[0].track_stock) == (1999, False)


def test_rows_are_counted_as_a_spreadsheet_does():
    reading = own('title,price\n"A\nB",x\n\nC,y\nD,1,2\n,,\nE,5\n')
    assert codes(reading) == [(2, "price_invalid"), (4, "price_invalid"), (5, "cells_extra")]
    assert reading.rows == 4
    assert reading.drafts[0].row == 7


def test_messages_are_msgids_with_parameters():
    error = own("title,price\nA,x\n").errors[0]
    assert "%(value)s" in error.message
    assert error.text == error.message % error.params == "“x” is no price. Write it like 19.99."


def test_mapping_wins_over_a_column_that_bears_the_name():
    text = "name,Price,price net,Colour\nA,9,5,red\n"
    reading = own(text, mapping={"name": "title", "price net": "price"})
    assert reading.drafts[0].variants[0].price == 500
    assert reading.skipped_columns == ("Price", "Colour")


@pytest.mark.parametrize(
    ("mapping", "code"),
    [({"nope": "handle"}, "mapping_column"), ({"title": "title", "x": "prize"}, "mapping_field")],
)
def test_mapping_mistakes_are_named(mapping, code):
    with pytest.raises(CatalogFormatError) as refused:
        own("title,price,x\nA,1,2\n", mapping=mapping)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"PK\x03\x04whatever", "workbook"),
        (b"title,price\nA\0,1", "binary"),
        (b"\xff\xfet\x00i\x00", "no_known_header"),
        (b"\xff\xfet\x00i\x00x", "undecodable"),
        (b"title,price\n\x81,1", "undecodable"),
        (b"hello world", "no_known_header"),
        (b'title,price\n"A,1\nB,2\n', "malformed"),
        (b"title,price" + b",x" * 1000 + b"\nA,1", "too_wide"),
    ],
)
def test_files_that_are_no_catalogue(data, code):
    with pytest.raises(CatalogFormatError) as refused:
        read(data, currency="RON")
    assert refused.value.code == code
    assert str(refused.value)


def test_an_explicit_format_is_held_to():
    with pytest.raises(CatalogFormatError, match="WooCommerce: Type, Name"):
        own("title,price\nA,1\n", format="woocommerce")
    with pytest.raises(CatalogFormatError, match="Choose one of"):
        own("title,price\nA,1\n", format="magento")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250"]
)
def test_encodings(encoding):
    data = "title\tprice\nPălărie roşie\t1\n".encode(encoding)
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    reading = read(marks.get(encoding, b"") + data, currency="RON")
    assert reading.drafts[0].title == "Pălărie roşie"


def test_western_letters_stay_western():
    reading = read("title,price\nCrème brûlée 1ª,1\n".encode("cp1252"), currency="RON")
    assert reading.drafts[0].title == "Crème brûlée 1ª"
