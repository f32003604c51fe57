"""What this room puts on the desk, in one visible tuple."""

from __future__ import annotations

from gongkai.agencies.door import Queue, Role
from gongkai.publishing.drafting import CLERKS, READERS, drafts_due
from gongkai.publishing.keeping_up import (
    INSPECTORS,
    content_to_mend,
    explainers_to_publish,
    penalties_to_withdraw,
    sections_to_update,
    validity_to_settle,
    withheld_to_review,
)
from gongkai.publishing.supply.outstanding import SUPPLIERS, supplies_due
from gongkai.publishing.waiting import FOLLOWERS, REVIEWERS, answers_awaited, held_back, reviews_due
from gongkai.publishing.withheld import DECIDERS

QUEUES: tuple[Queue, ...] = (
    Queue(
        "publishing.penalties",
        "处罚决定撤回",
        "《行政处罚法》第四十八条",
        FOLLOWERS | {Role.LEADER},
        penalties_to_withdraw,
    ),
    Queue("publishing.reviews", "三审", "《条例》第十七条、第二十六条", REVIEWERS, reviews_due),
    Queue("publishing.drafts", "起草和校对", "《条例》第十七条、第二十六条", READERS | CLERKS, drafts_due),
    Queue("publishing.held_back", "待公开", "《条例》第二十六条", FOLLOWERS, held_back),
    Queue("publishing.answers", "协商和批准", "《条例》第十一条、第十七条", FOLLOWERS, answers_awaited),
    Queue("publishing.explainers", "政策解读", "国办发〔2016〕80号", FOLLOWERS, explainers_to_publish),
    Queue("publishing.validity", "有效性", "行政规范性文件管理规定", FOLLOWERS, validity_to_settle),
    Queue("publishing.withheld", "定期评估", "《条例》第十八条", frozenset(DECIDERS), withheld_to_review),
    Queue("publishing.supplies", "向档案馆、图书馆提供", "《条例》第二十五条", SUPPLIERS, supplies_due),
    Queue("publishing.content", "内容检查", "《条例》第四条、第十二条", FOLLOWERS | INSPECTORS, content_to_mend),
    Queue("publishing.sections", "栏目更新", "国办秘函〔2019〕19号", FOLLOWERS, sections_to_update),
)
