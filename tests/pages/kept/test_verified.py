"""Whoever saved a kept page or file can have it verified, and what somebody changed in the folder is found."""

import hashlib
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile

from gongkai.pages.door import manifest, write_manifest
from gongkai.pages.kept.writing import begin_where_foreign, tree, write_everything_stale
from gongkai.publishing.door import verify_kept
from tests.pages.kept.asking import DATA, files_of, report_address
from tests.portal.test_feeds import a_notice
from tests.yearend.examples import a_published_report

pytestmark = pytest.mark.django_db


def test_a_saved_page_matches_and_one_changed_byte_does_not(client, folder, section):
    page = a_notice(section, "公告")
    write_everything_stale()
    saved = tree().read(page.url)
    told = client.post("/verify/", {"file": ContentFile(saved, "page.html")}).content.decode()
    assert "相符，是现在公开的内容" in told
    assert "网页" in told
    changed = saved.replace("公告".encode(), "公舌".encode(), 1)
    assert "不符" in client.post("/verify/", {"file": ContentFile(changed, "page.html")}).content.decode()
    code = hashlib.sha256(saved).hexdigest()
    assert "相符" in client.get("/verify/", {"code": code}).content.decode()


def test_the_manifest_checks_the_folder_and_stands_at_a_public_address(client, folder, section):
    assert client.get("/verify/pages.sha256").status_code == 404
    page = a_notice(section, "公告")
    write_everything_stale()
    assert write_manifest()
    assert not write_manifest()  # nothing was written since
    told = b"".join(client.get("/verify/pages.sha256").streaming_content).decode()
    lines = dict(reversed(line.split("  ")) for line in told.splitlines())
    assert lines[f"{page.url.lstrip('/')}index.html"] == hashlib.sha256(tree().read(page.url)).hexdigest()
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in lines.items())


def test_a_page_that_was_changed_or_put_there_by_hand_is_found(folder, section):
    page = a_notice(section, "公告")
    begin_where_foreign()
    write_everything_stale()
    assert list(verify_kept()) == []
    (folder / page.url.strip("/") / "index.html").write_text("forged")
    (folder / "yiyang" / "forged").mkdir()
    (folder / "yiyang" / "forged" / "index.html").write_text("forged")
    found = {(one.rule, one.where) for one in verify_kept()}
    assert found == {("KEPT-CHANGED", page.url), ("KEPT-FOREIGN", "/yiyang/forged/")}


def test_the_manifest_lists_attachments_and_reports_and_a_changed_byte_is_found(client, folder, place, illustrated):
    page = a_published_report(place)
    begin_where_foreign()
    write_everything_stale()
    write_manifest()
    told = dict(reversed(line.split("  ", 1)) for line in manifest().read_text().splitlines())
    attachment, _ = files_of(illustrated, client)
    names = [report_address(page, "pdf")[1:], unquote(attachment)[1:]]
    assert {name for name in told if name.startswith(("files/", "open-data/"))} > {names[0], names[1]}
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in told.items())
    assert list(verify_kept()) == []
    attached = folder / names[1]
    attached.unlink()  # it is one file with the stored one, which others verify
    attached.write_bytes(bytes([DATA[0] ^ 1]) + DATA[1:])
    (folder / names[0]).write_bytes(b"forged")
    (attached.parent / "forged.pdf").write_bytes(b"forged")
    assert {(one.rule, one.where) for one in verify_kept()} == {
        ("KEPT-CHANGED", f"/{names[0]}"),
        ("KEPT-CHANGED", f"/{names[1]}"),
        ("KEPT-FOREIGN", f"/{(attached.parent / 'forged.pdf').relative_to(folder)}"),
    }
