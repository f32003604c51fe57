"""What the text points to: links that lead nowhere, attachments that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern
from gongkai.proofing.text import Link, Reading, excerpt


def links(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each link that leads nowhere: empty, to somebody's own machine, or found dead."""
    for link in reading.text.links:
        rule = _link_rule(link)
        if rule:
            yield Finding(rule, link.block, {"words": excerpt(link.words), "address": excerpt(link.address)})


def _link_rule(link: Link) -> str:
    address = link.address.strip()
    if address in ("", "#"):
        return "LINK-EMPTY"
    if pattern("pointing.local_address").search(address):
        return "LINK-LOCAL"
    return "LINK-DEAD" if link.works is False else ""


def attachments(reading: Reading) -> Iterator[Finding]:
    """Yield a finding where the text names more attachments than go out with it.

    An attachment that is printed in the text itself (附件1 on a line of its own) is there.
    """
    names = reading.text.attachments
    text = reading.narrow
    if names is None or "附" not in text:
        return
    inline = len(list(pattern("pointing.inline").finditer(text)))
    numbered = list(pattern("pointing.numbered").finditer(text))
    named = numbered or list(pattern("pointing.plain").finditer(text))
    wanted = max((int(found["number"]) for found in numbered), default=_listed(text) if named else 0)
    if wanted > len(names) + inline:
        facts = {"wanted": wanted, "given": len(names)}
        last = max(named, key=lambda found: int(found["number"]) if numbered else -found.start())
        yield reading.find("ATTACHMENT-MISSING", *last.span(), **facts)


def _listed(text: str) -> int:
    """Return how many attachments the list behind 附件： names, line by line (附件：1.申请表, 2.说明); at least one."""
    listed = pattern("pointing.list").search(text)
    count = 1
    for line in text[listed.end() :].split("\n")[1:] if listed else ():
        item = pattern("pointing.item").match(line)
        if item is None or int(item["number"]) != count + 1:
            break
        count += 1
    return count
