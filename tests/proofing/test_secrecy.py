"""Marks of secrecy (PLAT-80)."""

import pytest

from tests.proofing.writing import errors_in, found_in


@pytest.mark.parametrize("mark", ["秘密★3年", "机密★长期", "绝 密★", "机密☆10年", "绝密", "【秘密】", "机密\n★5年"])
def test_a_state_secrets_mark_is_an_error(mark: str) -> None:
    assert errors_in(found_in(f"{mark}\n关于印发方案的通知")) == {"SECRET-MARK"}


INTERNAL = """
    内部资料，注意保存
    （内部文件）
    工作秘密★5年
    仅供内部参考
    限内部使用
    ★内部资料
    【不得外传】
    情况通报（内部文件）
""".split()


@pytest.mark.parametrize("mark", INTERNAL)
def test_a_mark_of_internal_use_is_an_error(mark: str) -> None:
    assert errors_in(found_in(f"情况通报\n{mark}\n各科室：")) == {"SECRET-INTERNAL"}


@pytest.mark.parametrize("mark", ["（此件不公开）", "公开属性：不予公开", "此件依申请公开"])
def test_a_document_that_says_it_is_not_public_does_not_go_out(mark: str) -> None:
    assert errors_in(found_in(f"各科室：\n{mark}")) == {"SECRET-NOT-PUBLIC"}


@pytest.mark.parametrize(
    "words",
    [
        "机关、单位应当保守国家秘密和工作秘密。",
        "确定为绝密级、机密级、秘密级的文件，依照规定管理。",
        "属于国家秘密、商业秘密、个人隐私的，不予公开。",
        "办公室负责机要、保密和内部资料的管理。",
        "（此件公开发布）",
        "公开属性：主动公开",
        "严禁将内部文件带出办公场所。",
        "内部敏感信息（工作秘密）的管理",
        "国家秘密标志的形式为“机密★10年”“秘密★长期”。",
    ],
)
def test_speaking_of_secrets_is_no_mark(words: str) -> None:
    assert found_in(words) == {}
