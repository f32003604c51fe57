"""A corpus and, for each question, what is found: written down once, and the same on SQLite and on PostgreSQL."""

from datetime import date

import pytest

from gongkai.pages.door import Question, find
from tests.portal.test_feeds import a_notice
from tests.publishing.examples import a_section
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db

A_NUMBER, ANOTHER = "石公积金规〔2023〕7号", "石公积金发〔2024〕7号"
# key, title, text, and what else
CORPUS = {
    "limit": ("关于调整住房公积金贷款额度的通知", "双缴存职工最高额度调整。", {"document_number": A_NUMBER}),
    "rent": ("租房提取住房公积金办事指南", "无自有住房且租赁住房的，可以提取。", {"subject": "提取"}),
    "base": ("2024年度缴存基数调整公告", "缴存基数上限按月平均工资计算。", {"index_number": "yiyang/2024-B00012"}),
    "base too": ("缴存基数说明", "另见其他公告。", {"index_number": "yiyang/2024-B000121"}),
    "loans": ("个人住房贷款合作银行名单", "合作银行共五家；贷款在银行网点办理。", {"subject": "贷款"}),
    "move": ("异地转移接续流程", "通过全国住房公积金小程序办理转移接续。", {}),
    "hours": ("国庆节放假通知", "10月1日至8日放假，12329热线照常。", {}),
    "budget": ("2023年部门预算", "管理费用预算 1,234.5 万元，ＡＢＣ系统运维。", {"subject": "财政"}),
    "latin": ("门户网站 API 接口说明", "Open data: JSON/CSV via HTTPS. 版本 v1.2", {}),
    "report": ("住房公积金2023年年度报告", "缴存、提取、贷款三项业务平稳。", {"document_number": ANOTHER}),
    "quoting": ("贯彻有关文件的通知", "请各管理部贯彻石公积金规〔2023〕7号文件。", {}),
    "one": ("房", "一个字的标题。", {}),
}  # fmt: skip
QUESTIONS = {
    "公积金": {"limit", "rent", "move", "report", "quoting"},
    "住房公积金": {"limit", "rent", "move", "report"},
    "住房": {"limit", "rent", "loans", "move", "report"},
    "贷款": {"limit", "loans", "report"},
    "提取": {"rent", "report"},
    "租房提取": {"rent"},
    "提取租房": {"rent"},
    "缴存基数": {"base", "base too"},
    "基数 公告": {"base", "base too"},
    "转移接续": {"move"},
    "积金": {"limit", "rent", "move", "report", "quoting"},
    "石公积金规〔2023〕7号": {"limit", "quoting", "report"},
    "石公积金规[2023]7号": {"limit", "quoting", "report"},
    "yiyang/2024-B00012": {"base"},
    "12329": {"hours"},
    "热线12329": {"hours"},
    "api": {"latin"},
    "API 接口": {"latin"},
    "json": {"latin"},
    "ABC": {"budget"},
    "预算 贷款": set(),
    "银行 名单": {"loans"},
    "贷 款": {"limit", "loans", "report"},
    "房": {"limit", "rent", "loans", "move", "report", "one"},
    "不存在的词": set(),
    '"贷款"': {"limit", "loans", "report"},
    "贷款；银行": {"loans"},
    "": set(CORPUS),
}


@pytest.fixture
def numbers():
    section = a_section(a_place(), "notice", title="通知公告", slug="notices")
    made = enumerate(CORPUS.items())
    return {
        a_notice(section, title, date(2023, 1, 1 + at), text, **more).pk: key for at, (key, (title, text, more)) in made
    }


def test_every_question_finds_what_is_written_down(numbers):
    found = {words: {numbers[one] for one in find(Question(words)).numbers} for words in QUESTIONS}
    assert found == QUESTIONS
    assert len(numbers) == len(CORPUS)
