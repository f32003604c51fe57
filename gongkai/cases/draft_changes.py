"""What a draft says otherwise than the version before: what whoever approves reads first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gongkai.cases.deciding import judged
from gongkai.cases.reply_wording import reply_wording
from gongkai.publishing.door import Change, Part, differences
from gongkai.statute import Judgement

if TYPE_CHECKING:
    from gongkai.cases.drafts import Draft


class Changes(NamedTuple):
    """The parts that differ from the version before, and which one that was."""

    version: int
    changes: list[Change]


def changes_in(draft: Draft, *, on: date) -> Changes | None:
    """Return what differs from the version before; None for the first, and where nothing is left of that one."""
    before = draft.case.drafts.filter(version=draft.version - 1).first()
    if before is None or not before.contents:
        return None
    told = differences(list(_parts(before, on)), list(_parts(draft, on)))
    return Changes(before.version, [one for one in told if one.kind != "same"])


def _parts(draft: Draft, on: date) -> Iterator[Part]:
    """Yield what is compared: the kind, how it was judged, the letter as it would go out, the files by their bytes."""
    yield Part("kind", "答复种类", draft.kind(on=on).name)
    judgement = Judgement(tuple(one.answers for one in draft.answered), draft.principal)
    for one in judged(judgement, [content.name for content in draft.answered], on=on):
        asked = "\n".join(f"{question.text}{question.answer}" for question in one.asked)
        yield Part(f"path{one.number}", f"{one.number}判断的经过", f"{one.name}\n{asked}" if one.name else asked)
    wording = reply_wording(draft, on=on)
    yield Part("letter", "答复书", "\n".join(wording.paragraphs))
    digests = [digest for _, digest in draft.files]
    files = [f"{name}（{digest[:12]}）" for name, digest in zip(wording.attachments, digests, strict=False)]
    yield Part("files", "提供的文件", "\n".join(files))
