"""The words around the tables: titles, datelines, section texts of offices that do not exist."""

from __future__ import annotations

from random import Random

from tests.annualreport.manners.values import Truth


def title(truth: Truth, rng: Random) -> list[str]:
    """Return the title, on one line or two."""
    who, year = truth.agency, truth.year
    return rng.choice(
        (
            [f"{who}{year}年政府信息公开工作年度报告"],
            [f"{year}年{who}政府信息公开工作年度报告"],
            [f"{who}{year}年度政府信息公开工作年度报告"],
            [who, f"{year}年政府信息公开工作年度报告"],
            [f"{who} {year} 年政府信息公开工作年度报告"],
        )
    )


def dateline(truth: Truth, rng: Random) -> str:
    """Return the line a web site prints under the title, with the day of publication."""
    day = f"{truth.year + 1}-01-{rng.randint(5, 31):02d}"
    return rng.choice((f"发布日期：{day}", f"发布时间：{day} 10:24    来源：{truth.agency}    字体：【大 中 小】"))


def preamble(truth: Truth, rng: Random) -> str:
    """Return the paragraph between title and section one, with the statistical period."""
    period = rng.choice(("{y}年1月1日至{y}年12月31日", "{y}年1月1日至12月31日", "{y}年1月1日起至12月31日止"))
    return (
        "根据《中华人民共和国政府信息公开条例》的规定，编制本报告。"
        f"本报告所列数据的统计期限为{period.format(y=truth.year)}。如有疑问，请与{truth.agency}办公室联系（电话：0000-6620138）。"
    )


def texts(truth: Truth, rng: Random) -> dict[str, list[str]]:
    """Return the paragraphs of each section; the figures in them are of other years, so never the tables'."""
    year, old = truth.year, truth.year - 7
    return {
        "overall_situation": [
            f"（一）主动公开情况。{year}年通过门户网站发布信息{rng.randint(70001, 99999)}条。",
            f"（二）依申请公开情况。自{old}年以来共收到申请{rng.randint(700001, 999999)}件，均依法答复。",
            "（三）政府信息管理情况。严格落实“三审三校”制度，先审后发。",
            "（四）政府信息公开平台建设情况。优化专栏设置，做好日常维护。",
            "（五）监督保障情况。组织培训2次，纳入年度考核，未发生责任追究情形。",
        ],
        "proactive_disclosure": [],
        "applications": [],
        "review_litigation": [],
        "problems_and_improvements": [
            "（一）存在的主要问题。一是解读形式较为单一；二是业务培训不够深入。",
            f"（二）改进情况。{year}年增设图解栏目，完成整改3项。",
        ],
        "other_matters": [rng.choice(("无。", "本机关未收取信息处理费，没有其他需要报告的事项。"))],
    }


def asides(truth: Truth, rng: Random) -> dict[str, str]:
    """Return sentences that offices put beside the tables, naming rows with figures of another year."""
    far = rng.randint(700001, 999999)
    return {
        "proactive_disclosure": f"自条例施行以来，累计制定规范性文件{far}件，作出行政许可{far + 1}件。",
        "applications": (
            f"历年累计收到申请{far + 2}件，其中予以公开{far + 3}件，部分公开{far + 4}件，重复申请{far + 5}件。"
        ),
        "review_litigation": f"历年累计行政复议{far + 6}件，其中结果维持{far + 7}件；行政诉讼{far + 8}件。",
    }
