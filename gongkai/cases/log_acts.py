"""What this room puts on the log."""

from __future__ import annotations

from django.db import models


class CaseAct(models.TextChoices):
    """An act on a case, its letters or the office's own words, as the log names it."""

    REGISTER = "case_register", "登记申请"
    AMEND = "case_amend", "更正登记"
    RENEW_CODE = "case_renew_code", "重发查询码"
    ADD_MATERIAL = "case_add_material", "补入材料"
    ACT = "case_act", "办理申请"
    DRAFT = "case_draft", "拟答复稿"
    APPROVE = "case_approve", "同意答复稿"
    GIVE_BACK = "case_give_back", "退回答复稿"
    REVIEW_RELEASE = "case_review_release", "核对提供的内容"
    PROPOSE_EXTENSION = "case_propose_extension", "建议延期"
    AGREE_EXTENSION = "case_agree_extension", "同意延期建议"
    REFUSE_EXTENSION = "case_refuse_extension", "不同意延期建议"
    WRITE = "case_write_letter", "文书成文取号"
    SEAL = "case_seal", "登记用印"
    REFUSE_SEAL = "case_refuse_seal", "没有接收盖章件"
    LETTER = "case_letter", "发出文书"
    SEND = "case_send", "登记送出"
    DELIVER = "case_deliver", "登记送达结果"
    TEMPLATE = "case_letter_template", "修改文书模板"
    SETTING = "case_setting", "修改办理规则"
    UNMASK = "case_unmask", "查看申请人信息"
    SEE_FILE = "case_see_file", "打开办件文件"
    PREVIEW = "case_preview", "预览文书（含收信人姓名）"
