"""What a reply says of searches and of earlier replies is what is on record of them (Reg. art. 36)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from gongkai import statute
from gongkai.cases.likeness import of_the_same_person
from gongkai.statute import in_chinese

if TYPE_CHECKING:
    from datetime import date

    from gongkai.cases.case import Case
    from gongkai.cases.working_file import SearchRecord

SEARCH, EARLIER = "search_record", "earlier_case"
ELSEWHERE = "本系统以外的答复："
ANSWERS = ("reply", "answer_on_spot", "correction_unclear")
_MOST = 50  # earlier replies that are offered, the newest ones
_NOT_FOUND = "not_found"


class OnRecord(NamedTuple):
    """What a case has on record that a reply may rest on, in the words in which the reply tells it."""

    searches: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def holds(self, fact: str, words: str) -> bool:
        """Tell whether what is said of a fact is on record; what only people know always is."""
        if fact == SEARCH:
            return bool(words.strip()) and set(words.splitlines()) <= set(self.searches)
        if fact == EARLIER:
            return words in self.earlier or words.removeprefix(ELSEWHERE).strip() not in ("", words.strip())
        return True


def on_record(case: Case, needs: Collection[str], *, on: date) -> OnRecord:
    """Return what is on record of these facts; nothing is looked for that is not needed."""
    return OnRecord(
        tuple(_searches(case)) if SEARCH in needs else (),
        tuple(_earlier(case, on)) if EARLIER in needs else (),
    )


def _searches(case: Case) -> Iterator[str]:
    """Yield each search that found nothing; who searched is in the working file."""
    for one in case.searchrecords.filter(outcome=_NOT_FOUND).order_by("pk"):
        yield _told_of_search(one)


def _told_of_search(one: SearchRecord) -> str:
    place, words = (" ".join(text.split()) for text in (one.place, one.words))
    return f"{in_chinese(one.searched_date)}在{place}以“{words}”检索，没有检索到。"


def _earlier(case: Case, on: date) -> Iterator[str]:
    """Yield each reply that the same applicant had before the application came (art. 36 (6))."""
    came = case.receipt_date or case.arrival_date
    answered = of_the_same_person(case).filter(closed_date__lte=came, events__act__in=ANSWERS).distinct()
    for one in answered[:_MOST]:
        name = statute.outcome(one.outcome, on=on).name
        yield f"{in_chinese(one.closed_date)}对编号{one.number}的申请作出的答复（{name}）"


def as_on_record(
    case: Case, needs: Collection[str], recorded: Mapping[str, str], *, alone: bool, on: date
) -> dict[str, str]:
    """Return what is said of each fact, without what is not on record.

    The only content that needs a search is told of all that found nothing, unless it names some of them.
    """
    found = on_record(case, needs, on=on)
    kept = {fact: words for fact, words in recorded.items() if found.holds(fact, words)}
    if SEARCH in needs and SEARCH not in kept and alone and found.searches:
        kept[SEARCH] = "\n".join(found.searches)
    return kept
