"""Writing the demonstration's records as the files that `gongkai load` takes in: the same each time.

What is one of a kind stands in data/records as it is; the items of each year are made from
the words of data/wording.toml, to the totals of data/plans.toml, by a seeded generator.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from gongkai.statute import Calendar

_DATA = files("gongkai.demo").joinpath("data")
_TRIES = 1000  # a section whose words run out is a mistake in the plan
_AGENCY = ("slug", "name", "short_name", "city", "rank", "demonstration")
_OFFICE = ("agency", "name", "kind", "since", "address", "hours", "telephone", "email", "head")


def write_records(folder: Path) -> list[Path]:
    """Write the demonstration's records into `folder`, each agency's year into one of its own; return those."""
    wording = _toml("wording.toml")
    return [
        _write_year(folder / f"{plan['agency']}-{plan['year']}", plan, wording) for plan in _toml("plans.toml")["plan"]
    ]


def _write_year(folder: Path, plan: Mapping[str, Any], wording: Mapping[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with as_file(_DATA.joinpath("records", folder.name)) as records:
        shutil.copytree(records, folder, dirs_exist_ok=True)
    _write_agency(folder, plan["agency"])
    (folder / "information.jsonl").write_text("".join(map(_line, items(plan, wording))), "utf-8")
    return folder


def items(plan: Mapping[str, Any], wording: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the items of one agency's year in the order of their days, each with a title of its own."""
    chance = random.Random(plan["seed"])  # noqa: S311 - the same items each time are what is wanted
    made = [item for section in plan["sections"] for item in _in_section(section, plan, wording, chance)]
    for number, item in enumerate(sorted(made, key=lambda one: str(one["publication_date"])), 1):
        reference = f"{plan['agency']}-{plan['year']}-{number:04d}"
        yield {"agency": plan["agency"], "reference": reference, "index_number": reference, **item}


def _in_section(
    section: Mapping[str, Any], plan: Mapping[str, Any], wording: Mapping[str, Any], chance: random.Random
) -> Iterator[dict[str, Any]]:
    year = plan["year"]
    days = _workdays(section.get("from", date(year, 1, 1)), section.get("to", date(year, 12, 31)))
    texts = [text for text in wording["text"] if section["wording"] in text["kinds"]]
    titles: set[str] = set()
    for number in range(section["items"]):
        for _ in range(_TRIES):
            day = chance.choice(days)
            told = _told(texts[number % len(texts)], day, wording["slots"], chance)
            if told["title"] not in titles:
                break
        else:
            raise ValueError(f"the words for {plan['agency']} {section['path']} do not suffice")
        titles.add(told["title"])
        yield {"section": section["path"], "publication_date": f"{day}", **told, **_genre(section)}


def _workdays(since: date, until: date) -> Sequence[date]:
    calendar = Calendar()
    days = (date.fromordinal(day) for day in range(since.toordinal(), until.toordinal() + 1))
    return [day for day in days if calendar.is_workday(day)]


def _told(
    text: Mapping[str, Any], day: date, slots: Mapping[str, Sequence[str]], chance: random.Random
) -> dict[str, Any]:
    """Return title and body of one item with its slots filled; what asks has its question and answer as a block."""
    filling = {name: chance.choice(words) for name, words in slots.items()} | {"month": day.month, "day": day.day}
    filled = {name: words.format_map(filling) for name, words in text.items() if isinstance(words, str)}
    if "question" not in filled:
        return filled
    asked = {"question": filled["question"], "answer": filled["answer"]}
    return {
        "title": filled["title"],
        "summary": filled["question"],
        "blocks": [{"type": "questions", "value": [asked]}],
    }


def _genre(section: Mapping[str, Any]) -> dict[str, str]:
    told = {"source": section.get("organ", "演示数据")}
    told |= {name: section[name] for name in ("genre", "subject") if name in section}
    if "organ" in section:
        told |= {"origin": "obtained_from_organ", "responsible_organ": section["organ"]}
    return told


def _write_agency(folder: Path, slug: str) -> None:
    """Write the agency with its offices; the first of them is its 政府信息公开工作机构."""
    agencies = json.loads(_DATA.joinpath("agencies.json").read_text("utf-8"))
    agency = next(one for one in agencies if one["slug"] == slug) | {"demonstration": "是"}
    offices = [{"agency": slug, **office} for office in agency["offices"]]
    designation = {"agency": slug, "office": offices[0]["name"], "since": offices[0]["since"]}
    _write_table(folder / "agencies.csv", _AGENCY, [agency])
    _write_table(folder / "offices.csv", _OFFICE, offices)
    _write_table(folder / "designations.csv", tuple(designation), [designation])


def _write_table(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_DATA.joinpath(name).read_text("utf-8"))


def _line(item: Mapping[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_records(Path(sys.argv[1]))
