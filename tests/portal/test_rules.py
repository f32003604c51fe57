"""The catalogue of rules, generated from the rule data."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai import annualreport
from gongkai.annualreport import RULES
from tests.portal.conftest import AGENCY
from tests.portal.test_check import send
from tests.yearend.examples import a_report


@pytest.fixture
def catalogue(client):
    answer = client.get("/check/rules/")
    assert answer.status_code == 200
    assert len(answer.content) <= 100 * 1024
    return LexborHTMLParser(answer.content)


def test_every_rule_stands_there_once_with_its_law_and_advice(catalogue):
    shown = {node.attributes["id"]: node.text() for node in catalogue.css("article.rule")}
    assert list(shown) and set(shown) == set(RULES.rules)
    for rule in RULES.rules.values():
        for words in (rule.title, rule.law, rule.advice, rule.formula, rule.example):
            assert words in shown[rule.id]


def test_what_a_sentence_is_filled_with_is_left_open(catalogue):
    assert "{" not in catalogue.css_first("main").text()
    assert "总计填 …，各栏相加为 …" in catalogue.css_first("#T3-ROW-SUM").text()


def test_the_severity_is_a_word_and_a_sign(catalogue):
    tag = catalogue.css_first("#T3-BALANCE .tag").text()
    assert "错误" in tag
    assert "✕" in tag


def test_a_finding_leads_to_its_rule(client, engine, catalogue):
    report = a_report(AGENCY)
    report["tables"]["applications"]["new_received"] |= {"natural_person": 5, "total": 5}
    engine.reports[b"wrong"] = report
    engine.findings = [RULES.tell(finding) for finding in annualreport.check(annualreport.from_dict(report))]
    links = LexborHTMLParser(send(client, b"wrong").content).css(".finding a.rule-id")
    assert links
    for link in links:
        path, _, rule = link.attributes["href"].partition("#")
        assert path == "/check/rules/"
        assert catalogue.css_first(f'[id="{rule}"]') is not None


def test_the_catalogue_is_found_from_the_form_and_only_read(client):
    assert 'href="/check/rules/"' in client.get("/check/").content.decode()
    assert client.post("/check/rules/").status_code == 405
