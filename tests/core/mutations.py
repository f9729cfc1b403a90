"""What breaks each rule of an e-invoice, and no other: (document, rule, steps)."""

from documents import attribute, child

SELLER = "cac:AccountingSupplierParty/cac:Party"
BUYER = "cac:AccountingCustomerParty/cac:Party"
TOTAL, TAX = "cac:LegalMonetaryTotal/cbc:", "cac:TaxTotal"
ROW, LINE = "cac:TaxTotal/cac:TaxSubtotal", "cac:InvoiceLine"
SHIP = "cac:Delivery/cac:DeliveryLocation/cac:Address"
FROM, TO = f"{SELLER}/cac:PostalAddress", f"{BUYER}/cac:PostalAddress"
NAME = "cac:PartyLegalEntity/cbc:RegistrationName"
CATEGORY, TAXED = f"{ROW}/cac:TaxCategory", f"{LINE}/cac:Item/cac:ClassifiedTaxCategory"
OFF, NONE = f"{LINE}/cac:AllowanceCharge", {"cbc_AllowanceChargeReason": None}
ALLOWANCE = {
    "cbc_ChargeIndicator": "false", "cbc_AllowanceChargeReason": "why", "cbc_Amount": "0.00",
}  # fmt: skip


def allowance(**changes):
    """A step: an allowance of nothing, taxed as S 21 %, with parts changed or (None) left out."""

    category = changes.pop("category", "S")

    def change(root):
        parts = {key: value for key, value in (ALLOWANCE | changes).items() if value is not None}
        child("cac:AllowanceCharge", **parts)(root)
        if category:
            child("cac:TaxCategory", cbc_ID=category, cbc_Percent="21.00")(root[-1])

    return change


def many(count, tag, text=""):
    def change(parent):
        for _ in range(count):
            child(tag, text)(parent)

    return change


def sums(net, gross):
    return [
        (f"{TOTAL}TaxExclusiveAmount", net),
        (f"{TOTAL}TaxInclusiveAmount", gross),
        (f"{TOTAL}PayableAmount", gross),
    ]


B2B, B2C, NOTE = "Invoice_b2b", "Invoice_b2c", "CreditNote_b2b"
FREE = "not registered"
# (document, rule, what is done to it)
MUTATIONS = [
    (B2B, "BR-01", [("cbc:CustomizationID", None)]),
    (B2B, "BR-02", [("cbc:ID", None)]),
    (B2B, "BR-03", [("cbc:IssueDate", "")]),
    (B2B, "BR-04", [("cbc:InvoiceTypeCode", None)]),
    (NOTE, "BR-04", [("cbc:CreditNoteTypeCode", None)]),
    (B2B, "BR-06", [(f"{SELLER}/{NAME}", " ")]),
    (B2B, "BR-07", [(f"{BUYER}/{NAME}", None)]),
    (B2B, "BR-08", [(f"{SELLER}/cac:PostalAddress", None)]),
    (B2B, "BR-09", [(f"{FROM}/cac:Country", None)]),
    (B2B, "BR-10", [(f"{BUYER}/cac:PostalAddress", None)]),
    (B2B, "BR-11", [(f"{TO}/cac:Country", None)]),
    (B2B, "BR-15", [(f"{TOTAL}PayableAmount", None)]),
    (B2B, "BR-21", [(f"{LINE}/cbc:ID", None)]),
    (B2B, "BR-22", [(f"{LINE}/cbc:InvoicedQuantity", None)]),
    (B2B, "BR-23", [(f"{LINE}/cbc:InvoicedQuantity", attribute("unitCode", None))]),
    (B2B, "BR-25", [(f"{LINE}/cac:Item/cbc:Name", "")]),
    (B2B, "BR-26", [(f"{LINE}/cac:Price/cbc:PriceAmount", None)]),
    (B2B, "BR-27", [(f"{LINE}/cac:Price/cbc:PriceAmount", "-1.00")]),
    (B2B, "BR-31", [(".", allowance(cbc_Amount=None))]),
    (B2B, "BR-32", [(".", allowance(category=None))]),
    (B2B, "BR-33", [(".", allowance(cbc_AllowanceChargeReason=None))]),
    (B2B, "BR-36", [(".", allowance(cbc_ChargeIndicator="true", cbc_Amount=None))]),
    (B2B, "BR-37", [(".", allowance(cbc_ChargeIndicator="true", category=None))]),
    (B2B, "BR-38", [(".", allowance(cbc_ChargeIndicator="true", **NONE))]),
    ("discounts", "BR-41", [(f"{OFF}/cbc:Amount", None)]),
    (B2B, "BR-49", [("cac:PaymentMeans/cbc:PaymentMeansCode", "")]),
    (B2B, "BR-50", [("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", None)]),
    (B2B, "BR-61", [("cac:PaymentMeans/cac:PayeeFinancialAccount", None)]),
    ("transfer", "BR-61", [("cac:PaymentMeans/cac:PayeeFinancialAccount", None)]),
    ("euro", "BR-53", [(f"{TAX}[2]", None)]),
    (NOTE, "BR-55", [("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", None)]),
    ("export", "BR-57", [(f"{SHIP}/cac:Country", None)]),
    ("euro", "BR-CL-04", [("cbc:DocumentCurrencyCode", "XYZ"),
                          (f"{TAX}/cbc:TaxAmount", attribute("currencyID", "XYZ"))]),
    (B2B, "BR-CL-14", [(f"{TO}/cac:Country/cbc:IdentificationCode", "XX")]),
    (B2B, "BR-CL-16", [("cac:PaymentMeans/cbc:PaymentMeansCode", "999")]),
    (B2B, "BR-CL-23", [(f"{LINE}/cbc:InvoicedQuantity", attribute("unitCode", "bucăți"))]),
    ("export", "BR-CL-22", [(f"{CATEGORY}/cbc:TaxExemptionReasonCode", "WHY")]),
    (B2B, "BR-CO-04", [(f"{TAXED}/cbc:ID", None),
                       (f"{ROW}/cbc:TaxableAmount", "0.00"), (f"{ROW}/cbc:TaxAmount", "0.00"),
                       (f"{TAX}/cbc:TaxAmount", "5.50"), *sums("250.00", "255.50")]),
    (B2B, "BR-CO-09", [(f"{BUYER}/cac:PartyTaxScheme/cbc:CompanyID", "40000000")]),
    (B2B, "BR-CO-10", [(f"{LINE}/cbc:LineExtensionAmount", "199.99")]),
    (B2B, "BR-CO-11", [("cac:LegalMonetaryTotal", child("cbc:AllowanceTotalAmount", "0.10")),
                       *sums("249.90", "297.40")]),
    (B2B, "BR-CO-12", [("cac:LegalMonetaryTotal", child("cbc:ChargeTotalAmount", "0.10")),
                       *sums("250.10", "297.60")]),
    (B2B, "BR-CO-13", sums("251.00", "298.50")),
    (B2B, "BR-CO-14", [(f"{TAX}/cbc:TaxAmount", "48.00"), *sums("250.00", "298.00")]),
    (B2B, "BR-CO-15", sums("250.00", "297.51")),
    (B2B, "BR-CO-16", [(f"{TOTAL}PayableAmount", "297.49")]),
    (B2B, "BR-CO-17", [(f"{ROW}/cbc:TaxAmount", "43.00"), (f"{TAX}/cbc:TaxAmount", "48.50"),
                       *sums("250.00", "298.50")]),
    (B2B, "BR-CO-25", [("cbc:DueDate", None)]),
    (B2B, "BR-DEC-18", [(f"{TOTAL}PayableAmount", "297.500")]),
    (B2B, "BR-DEC-09", [(f"{TOTAL}LineExtensionAmount", "250.000")]),
    (B2B, "BR-DEC-12", [(f"{TOTAL}TaxExclusiveAmount", "250.000")]),
    (B2B, "BR-DEC-13", [(f"{TAX}/cbc:TaxAmount", "47.500")]),
    (B2B, "BR-DEC-14", [(f"{TOTAL}TaxInclusiveAmount", "297.500")]),
    ("euro", "BR-DEC-15", [(f"{TAX}[2]/cbc:TaxAmount", "52.9110")]),
    (B2B, "BR-DEC-19", [(f"{ROW}/cbc:TaxableAmount", "200.000")]),
    (B2B, "BR-DEC-20", [(f"{ROW}/cbc:TaxAmount", "42.000")]),
    (B2B, "BR-DEC-23", [(f"{LINE}/cbc:LineExtensionAmount", "200.000")]),
    ("discounts", "BR-DEC-24", [(f"{OFF}/cbc:Amount", "41.330")]),
    (B2B, "BR-DEC-01", [(".", allowance(cbc_Amount="0.000"))]),
    (B2B, "BR-S-08", [(f"{ROW}/cbc:TaxableAmount", "202.00")]),
    (B2B, "BR-S-05", [(f"{TAXED}/cbc:Percent", "0.00"),
                      (f"{ROW}/cbc:TaxableAmount", "0.00"), (f"{ROW}/cbc:TaxAmount", "0.00"),
                      (f"{TAX}/cbc:TaxAmount", "5.50"), *sums("250.00", "255.50")]),
    (B2B, "BR-S-10", [(CATEGORY, child("cbc:TaxExemptionReason", "none"))]),
    ("zero", "BR-Z-10", [(CATEGORY, child("cbc:TaxExemptionReason", "none"))]),
    ("exempt", "BR-E-10", [(f"{CATEGORY}/cbc:TaxExemptionReason", None)]),
    ("exempt", "BR-E-05", [(f"{TAXED}/cbc:Percent", "5.00")]),
    ("exempt", "BR-E-08", [(f"{ROW}/cbc:TaxableAmount", "99.99")]),
    ("exempt", "BR-E-09", [(f"{ROW}/cbc:TaxAmount", "0.10"), (f"{TAX}/cbc:TaxAmount", "0.97"),
                           *sums("104.13", "105.10")]),
    ("reverse charge", "BR-AE-10", [(f"{CATEGORY}/cbc:TaxExemptionReasonCode", None),
                                    (f"{CATEGORY}/cbc:TaxExemptionReason", None)]),
    ("intra-community", "BR-IC-02", [(f"{BUYER}/cac:PartyTaxScheme", None)]),
    ("intra-community", "BR-IC-11", [("cac:Delivery/cbc:ActualDeliveryDate", None)]),
    ("intra-community", "BR-IC-12", [("cac:Delivery/cac:DeliveryLocation", None)]),
    ("export", "BR-G-02", [(f"{SELLER}/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", "TAX"),
                           (f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID", "12345674")]),
    ("export", "BR-G-08", [(f"{ROW}/cbc:TaxableAmount", "1.00")]),
    (FREE, "BR-O-02", [(BUYER, child("cac:PartyTaxScheme", cbc_CompanyID="RO40000000")),
                       (f"{BUYER}/cac:PartyTaxScheme", child("cac:TaxScheme", cbc_ID="VAT"))]),
    (FREE, "BR-O-05", [(TAXED, child("cbc:Percent", "0"))]),
    (FREE, "BR-O-10", [(f"{CATEGORY}/cbc:TaxExemptionReasonCode", None),
                       (f"{CATEGORY}/cbc:TaxExemptionReason", None)]),
    (B2B, "BR-RO-001", [("cbc:CustomizationID", "urn:cen.eu:en16931:2017")]),
    (B2B, "BR-RO-010", [("cbc:ID", "MAG")]),
    (B2B, "BR-RO-020", [("cbc:InvoiceTypeCode", "381")]),
    (NOTE, "BR-RO-020", [("cbc:CreditNoteTypeCode", "380")]),
    ("euro", "BR-RO-030", [("cbc:TaxCurrencyCode", None)]),
    ("on collection", "BR-RO-040", [("cac:InvoicePeriod/cbc:DescriptionCode", "29")]),
    ("not registered", "BR-RO-065", [(f"{SELLER}/cac:PartyTaxScheme", None)]),
    (B2B, "BR-RO-081", [(f"{FROM}/cbc:StreetName", None)]),
    (B2B, "BR-RO-082", [(f"{TO}/cbc:StreetName", "  ")]),
    (B2B, "BR-RO-091", [(f"{FROM}/cbc:CityName", None)]),
    (B2B, "BR-RO-092", [(f"{TO}/cbc:CityName", None)]),
    (B2B, "BR-RO-100", [(f"{FROM}/cbc:CountrySubentity", "RO-B")]),
    (B2B, "BR-RO-101", [(f"{TO}/cbc:CityName", "București")]),
    (B2B, "BR-RO-110", [(f"{FROM}/cbc:CountrySubentity", "CJ")]),
    (B2B, "BR-RO-111", [(f"{TO}/cbc:CountrySubentity", None)]),
    (B2C, "BR-RO-120", [(f"{BUYER}/cac:PartyLegalEntity/cbc:CompanyID", None)]),
    ("export", "BR-RO-180", [(f"{SHIP}/cbc:StreetName", None)]),
    ("export", "BR-RO-201", [(f"{SHIP}/cbc:CityName", None)]),
    ("export", "BR-RO-211", [(f"{SHIP}/cbc:CountrySubentity", None)]),
    ("export", "BR-RO-212", [(f"{SHIP}/cac:Country/cbc:IdentificationCode", "RO")]),
    ("export", "BR-RO-202", [(f"{SHIP}/cac:Country/cbc:IdentificationCode", "RO"),
                             (f"{SHIP}/cbc:CountrySubentity", "RO-B")]),
    (B2B, "BR-RO-L155", [("cbc:ID", "1" * 201)]),
    (B2B, "BR-RO-L302", [(".", child("cbc:Note", "x" * 301))]),
    (B2B, "BR-RO-L0201", [(f"{FROM}/cbc:PostalZone", "1" * 21)]),
    (B2B, "BR-RO-L0202", [(f"{TO}/cbc:PostalZone", "1" * 21)]),
    (B2B, "BR-RO-L0501", [(f"{FROM}/cbc:CityName", "x" * 51)]),
    (B2B, "BR-RO-L151", [(f"{FROM}/cbc:StreetName", "x" * 151)]),
    (B2B, "BR-RO-L152", [(f"{TO}/cbc:StreetName", "x" * 151)]),
    (B2B, "BR-RO-L201", [(f"{SELLER}/{NAME}", "x" * 201)]),
    (B2B, "BR-RO-L203", [(f"{BUYER}/{NAME}", "x" * 201)]),
    (B2B, "BR-RO-L1000", [(f"{SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm", "x" * 1001)]),
    (B2B, "BR-RO-L1024", [(f"{LINE}/cac:Item/cbc:Name", "x" * 101)]),
    (B2B, "BR-RO-L212", [(f"{LINE}/cac:Item", child("cbc:Description", "x" * 201))]),
    ("exempt", "BR-RO-L1019", [(f"{CATEGORY}/cbc:TaxExemptionReason", "x" * 101)]),
    (B2B, "BR-RO-A020", [(".", many(21, "cbc:Note", "x"))]),
    (B2B, "BR-RO-A051", [(".", many(51, "cac:AdditionalDocumentReference"))]),
    (B2B, "BR-RO-A052", [(f"{LINE}/cac:Item", many(51, "cac:AdditionalItemProperty"))]),
    ("discounts", "BR-RO-L1022", [(f"{OFF}/cbc:AllowanceChargeReason", "x" * 101)]),
    (B2B, "BR-RO-L1016", [("cac:PaymentMeans/cbc:PaymentMeansCode",
                           attribute("name", "x" * 101))]),
    (B2B, "R_BT_32_cui", [(f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID", "RO12345678")]),
]  # fmt: skip
