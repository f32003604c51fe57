"""A web page saved with everything around it in one file (MHTML, “单个文件网页”, also named .doc)."""

from __future__ import annotations

from email import message_from_bytes

from gongkai.annualreport.unreadable import unreadable


def page_of(data: bytes) -> bytes:
    """Return the HTML inside, as bytes; raise Unreadable (READ-DAMAGED) where there is none."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return payload
    raise unreadable("READ-DAMAGED", reason="mhtml_damaged")
