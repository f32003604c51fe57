"""Personal data before it goes out (PLAT-81, PLAT-82). Numbers are constructed, or the examples of the standards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.proofing import RULES, Block, Text, masked
from tests.proofing.writing import errors_in, found_in, quoted

ID = "11010519491231002X"  # the example of GB 11643
WRONG_CHECK = "110105194912310021"
CARD = "6222021234567890128"  # constructed, Luhn holds


def test_plat_h_3_an_identity_number_is_detected_and_eighteen_digits_are_flagged_at_low_severity() -> None:
    assert errors_in(found_in(f"申请人{ID}。")) == {"PRIV-ID"}
    found = found_in(f"申请人{WRONG_CHECK}。")
    assert set(found) == {"PRIV-ID-LIKE"}
    assert RULES["PRIV-ID-LIKE"].severity == "notice"


@pytest.mark.parametrize(
    "printed",
    [
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 1949 1231 002x",
        "110105-19491231-002X",
        "1101051949\u200b1231002X",
        "11010519491231002Ⅹ",  # the Roman ten, as GB 11643 calls it
        "11010519491231002×",
        "11010519491231002Х",  # a Cyrillic letter
    ],
)
def test_an_identity_number_is_found_however_it_is_typed(printed: str) -> None:
    assert "PRIV-ID" in found_in(f"身份证号：{printed}")


def test_a_masked_name_with_a_full_identity_number_is_an_error() -> None:
    assert errors_in(found_in(f"张*  {ID}  提取住房公积金 3.2万元")) == {"PRIV-ID-NAME-MASKED"}
    row = (Block("list.0.0", "张*", "姓名"), Block("list.0.1", ID, "身份证号码"))
    assert errors_in(found_in(Text(row))) == {"PRIV-ID-NAME-MASKED"}
    assert errors_in(found_in(f"张*\n公示如下\n其他\n{ID}")) == {"PRIV-ID"}


@pytest.mark.parametrize(
    "words",
    [
        f"项目编号{ID[:17]}8900001",
        "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
        "申请人110105********002X",
        "统一社会信用代码91350100M000100Y43",
        "索引号014001320/2024-00001，缴存总额110105194912310021.35元",
        "99010519491231002X",
    ],
)
def test_other_long_numbers_are_no_identity_numbers(words: str) -> None:
    assert not errors_in(found_in(words))


@pytest.mark.parametrize(
    "printed", ["138-1234-5678", "138 1234 5678", "+86 13812345678", "１３８１２３４５６７８", "138．1234．5678"]
)
def test_a_mobile_number_is_a_warning_however_it_is_typed(printed: str) -> None:
    assert set(found_in(f"联系人：李某，{printed}。")) == {"PRIV-MOBILE"}


@pytest.mark.parametrize(
    "words",
    [
        "服务热线12329、12345，全国统一客服400-820-8820",
        "办公电话0952-2012345，传真0952—2012346",
        "缴存总额13812345678元，结余13812345678.05万元",
        "http://www.example.gov.cn/202503/13812345678.html",
        "流水号A13812345678",
    ],
)
def test_office_telephones_and_amounts_are_no_mobile_numbers(words: str) -> None:
    assert found_in(words) == {}


def test_five_mobile_numbers_are_a_roster_and_four_are_not() -> None:
    numbers = [f"1381234567{digit}" for digit in range(5)]
    assert set(found_in("、".join(numbers))) == {"PRIV-MOBILE", "PRIV-MOBILE-LIST"}
    assert set(found_in("、".join([*numbers[:4], *numbers[:4]]))) == {"PRIV-MOBILE"}


@pytest.mark.parametrize("printed", [CARD, "6222 0212 3456 7890 128", "621700 1234567890122"])
def test_a_bank_card_is_an_error(printed: str) -> None:
    assert errors_in(found_in(f"退款至{printed}。")) == {"PRIV-CARD"}


def test_any_card_that_the_text_calls_a_card_is_an_error() -> None:
    assert errors_in(found_in("银行卡号：4111111111111111")) == {"PRIV-CARD"}
    assert set(found_in("编号4111111111111111")) == {"PRIV-CARD-LIKE"}
    assert set(found_in("编号4111111111111112")) == set()


def test_a_persons_fund_account_is_an_error_and_an_employers_is_not() -> None:
    for words in ("个人账号：640201234567", "住房公积金账号为64020123456789", "职工个人公积金账户号码：6402012345"):
        assert errors_in(found_in(words)) == {"PRIV-FUND-ACCOUNT"}, words
    for words in ("单位账号：640201234567", "单位公积金账号：640201234567", "公积金账户余额20000000元"):
        assert found_in(words) == {}, words


def test_the_heading_of_a_column_gives_a_cell_its_meaning() -> None:
    assert set(found_in(Text((Block("t.1.2", "640201234567", label="个人公积金账号"),)))) == {"PRIV-FUND-ACCOUNT"}
    assert found_in(Text((Block("t.1.2", "640201234567", label="合同编号"),))) == {}


@pytest.mark.parametrize(
    "words",
    ["申请人电话：0952-2012345", "家庭电话2012345", "借款人联系电话：09522012345", "本人座机：0952 2012345"],
)
def test_a_telephone_that_is_called_somebodys_own_is_a_warning(words: str) -> None:
    assert set(found_in(words)) == {"PRIV-LANDLINE"}


@pytest.mark.parametrize("words", ["车辆宁B12345", "车牌号：宁B·D1234", "新能源车京AD12345"])
def test_a_plate_is_a_warning(words: str) -> None:
    assert set(found_in(words)) == {"PRIV-PLATE"}


@pytest.mark.parametrize(
    ("block", "rules"),
    [
        (Block("list.1.2", "3", "大病提取人数"), ["PRIV-SMALL-CELL"]),
        (Block("list.1.2", "４人", "逾期贷款（户）"), ["PRIV-SMALL-CELL"]),
        (Block("list.1.2", "5", "大病提取人数"), []),
        (Block("list.1.2", "3", "内设机构人数"), []),
        (Block("list.1.2", "3.2", "提取人数（万人）"), []),
    ],
)
def test_fewer_than_five_people_in_a_cell_of_the_fund_are_told(block: Block, rules: list[str]) -> None:
    assert list(found_in(Text((block,)))) == rules


@pytest.mark.parametrize("words", ["京ABCDEF", "宁B区12345号", "新A级，共12345件"])
def test_letters_behind_a_province_are_not_always_a_plate(words: str) -> None:
    assert found_in(words) == {}


@pytest.mark.parametrize(
    "words",
    [
        "住大武口区朝阳小区5号楼2单元301室",
        "现住：惠农区北大街佳苑12栋1单元1203",
        "幸福家园3号楼502室的业主",
        "住址：平罗县城关镇人民路45号",
        "家庭住址：黄渠桥镇永光村3组",
    ],
)
def test_an_address_to_the_door_is_a_warning(words: str) -> None:
    found = found_in(words)
    assert set(found) == {"PRIV-ADDRESS"}
    assert not any(character.isdigit() for character in found["PRIV-ADDRESS"][0].facts["words"])


@pytest.mark.parametrize(
    "words",
    [
        "地址：行政中心3号楼201室",
        "幸福小区5号楼2单元加装电梯",
        "住所：大武口区朝阳西街188号",
        "拨付1号楼2单元1200元",
        "老旧小区改造涉及12栋楼、36个单元",
        "住址以户口簿为准，参照国办发〔2019〕3号文",
    ],
)
def test_offices_buildings_and_projects_are_nobodys_home(words: str) -> None:
    assert found_in(words) == {}


def test_a_place_names_the_characters_that_were_found() -> None:
    text = Text((Block("title", "公示"), Block("body.7", f"申请人{ID}。", label="情况"), Block("body.8", f"卡{CARD}")))
    found = found_in(text)
    assert quoted(text, found["PRIV-ID"][0]) == ID
    assert quoted(text, found["PRIV-CARD"][0]) == CARD
    hidden = Text((Block("body.0", "\ufeff申请\u200b人11010519\u200b491231002X。"),))
    assert quoted(hidden, found_in(hidden)["PRIV-ID"][0]) == "11010519\u200b491231002X"


def test_all_but_the_first_three_and_the_last_two_characters_are_masked() -> None:
    assert masked(ID) == "110*************2X"
    assert masked("138-1234-5678") == "138******78"
    assert masked("2012345") == "2******"


@given(st.text("张李王申请人：，。《》“（ \n", max_size=12), st.text("住址电话号是：）”\n, ", max_size=12))
def test_no_finding_ever_repeats_a_personal_number(before: str, after: str) -> None:
    words = f"{before}{ID}{after}；卡号{CARD}，{after}13812345678{before}《公积金账号640201234567"
    for findings in found_in(words).values():
        for finding in findings:
            told = RULES.tell(finding)["message"] + str(finding.facts)
            for number in (ID, CARD, "13812345678", "640201234567"):
                assert number[4:-3] not in told


def test_a_quotation_never_shows_half_a_number() -> None:
    for gap in range(12):
        filler = "字" * gap
        words = f"{ID}{filler}《{filler}{ID}"
        (finding,) = found_in(words)["PAIR-OPEN"]
        assert not any(character.isdigit() for character in finding.facts["words"]), gap
