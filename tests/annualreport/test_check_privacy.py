"""Personal data in the text (PLAT-82). The numbers are constructed, or those that the standards print as examples."""

import pytest

from tests.annualreport.building import clean_report, errors_in, found_in, saying, with_text

ID = "11010519491231002X"  # the example of GB 11643
WRONG_CHECK = "110105194912310021"
CARD = "6222021234567890128"  # constructed, Luhn holds


@pytest.mark.parametrize("printed", [ID, "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002x"])
def test_an_identity_number_is_an_error_however_it_is_typed(printed: str) -> None:
    found = found_in(saying(f"申请人王某（身份证号{printed}）当面提出。"))
    assert found["PRIV-ID"][0].facts["masked"].upper().startswith("110105****")
    assert errors_in(found) == {"PRIV-ID"}


def test_eighteen_digits_that_are_no_identity_number_are_a_notice() -> None:
    found = found_in(saying(f"编号{WRONG_CHECK}。"))
    assert set(found) == {"PRIV-ID-LIKE"}
    assert not errors_in(found)


@pytest.mark.parametrize(
    "printed", ["13812345678", "138-1234-5678", "138 1234 5678", "+86 13812345678", "１３８１２３４５６７８"]
)
def test_a_mobile_number_is_a_warning(printed: str) -> None:
    found = found_in(saying(f"联系人：李某，{printed}。"))
    assert set(found) == {"PRIV-MOBILE"}
    assert "1234" not in found["PRIV-MOBILE"][0].facts["masked"]


@pytest.mark.parametrize("printed", [CARD, "6222 0212 3456 7890 128"])
def test_a_bank_card_is_an_error(printed: str) -> None:
    assert errors_in(found_in(saying(f"退款至{printed}。"))) == {"PRIV-CARD"}


def test_another_number_that_passes_as_a_card_is_a_warning() -> None:
    assert set(found_in(saying("编号4563510000000000。"))) == set()
    assert set(found_in(saying("编号4111111111111111。"))) == {"PRIV-CARD-LIKE"}


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0998-2012345，传真0998—2012346，邮编：753000。",
        "服务热线12329、12345，全国统一客服400-820-8820。",
        "索引号014001320/2024-00001，文号国办公开办函〔2021〕30号。",
        "统一社会信用代码11640200MB1234567X。",
        "门户网站总访问量100931次，归集金额1380013800.05元。",
        "网址http://www.example.gov.cn/202503/t20250310_97791.htm。",
        "采购金额4987097元，缴存总额13800138000元。",
    ],
)
def test_office_numbers_codes_and_amounts_are_not_personal_data(text: str) -> None:
    assert found_in(with_text(clean_report(), preamble=clean_report().preamble + text)) == {}


def test_the_place_of_a_number_is_its_characters_in_the_text() -> None:
    report = saying(f"申请人{ID}。")
    where = found_in(report)["PRIV-ID"][0].where
    start, end = map(int, where.removeprefix("text.overall_situation[").removesuffix("]").split(":"))
    assert report.text("overall_situation")[start:end] == ID
