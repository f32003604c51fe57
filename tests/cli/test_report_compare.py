"""`gongkai report compare` and `convert` with the real engine."""

import json

import pytest

from gongkai.annualreport import read
from tests.annualreport.manners.catalogue import make
from tests.cli.conftest import CLEAN, SPOILT


@pytest.fixture
def made(tmp_path):
    """Write a made report: made("a.html", seed, form)."""

    def _made(name, seed=1, form_id="format_2021"):
        path = tmp_path / name
        path.write_bytes(make("html_official", seed, form_id=form_id).data)
        return path

    return _made


# -- compare ---------------------------------------------------------------------------------------


def test_differences_are_no_fault_the_code_is_0(run, made):
    done = run("report", "compare", made("a.html", 1), made("b.html", 2), "--json")
    told = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert told["counts"]["changed"] > 0
    assert (told["before"]["file"], told["after"]["file"]) == ("a.html", "b.html")


def test_no_difference_is_code_0_too(run, made):
    path = made("a.html")
    told = json.loads(run("report", "compare", path, path, "--json").out)
    assert told["counts"]["changed"] == 0
    assert told["counts"]["same"] > 150


def test_people_see_the_cells_that_changed_and_how_much_of_the_text_was_said_before(run, made):
    one, other = made("a.html", 1), made("b.html", 2)
    told = json.loads(run("report", "compare", one, other, "--json").out)
    changed = next(cell for cell in told["cells"] if cell["kind"] == "changed" and cell["table"] == "applications")
    out = run("report", "compare", one, other).out
    assert "三、收到和处理政府信息公开申请情况" in out
    assert f"{changed['difference']:+d}" in out
    assert f"有变化 {told['counts']['changed']}" in out
    assert "后与前雷同" in out


def test_across_the_forms_people_are_told_which_rows_were_not_compared(run, made):
    out = run("report", "compare", made("a.html", 1, "format_2019_trial"), made("b.html", 2)).out
    assert "三小项之和" in out
    assert "未作比较的行" in out
    assert "其他对外管理服务事项" in "".join(out.split())


@pytest.mark.parametrize("turn", [1, -1])
def test_a_report_that_cannot_be_read_is_told_and_is_code_2(run, write, engine, turn):
    files = [write(CLEAN), write(SPOILT)][::turn]
    done = run("report", "compare", *files)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("错误：") == 1
    assert "文件里没有任何文字" in done.err


# -- convert ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["html", "json", "md"])
def test_a_converted_report_has_the_same_figures(run, made, tmp_path, kind):
    source, out = made("a.html"), tmp_path / f"out.{kind}"
    done = run("report", "convert", source, "--to", kind, "-o", out)
    assert (done.code, done.out, done.err) == (0, "", "")
    before, after = read(source), read(out)
    assert [cell.value for _, cell in after.cells()] == [cell.value for _, cell in before.cells()]


def test_what_cannot_be_read_is_not_converted(run, tmp_path):
    source, out = tmp_path / "bad.html", tmp_path / "out.html"
    source.write_bytes(b"")
    done = run("report", "convert", source, "--to", "html", "-o", out)
    assert done.code == 2
    assert "错误：" in done.err
    assert not out.exists()


def test_a_file_that_stands_already_is_not_written_over(run, made, tmp_path):
    out = tmp_path / "out.json"
    out.write_text("mine")
    done = run("report", "convert", made("a.html"), "--to", "json", "-o", out)
    assert (done.code, out.read_text()) == (2, "mine")
    assert "没有覆盖" in done.err.replace("\n", "")


def test_a_place_that_cannot_be_written_is_told(run, made, tmp_path):
    done = run("report", "convert", made("a.html"), "--to", "json", "-o", tmp_path / "nowhere" / "out.json")
    assert done.code == 2
    assert "未能写出" in done.err
    assert "所在的目录不存在" in done.err


def test_a_format_that_is_not_known_is_told(run, made, tmp_path):
    done = run("report", "convert", made("a.html"), "--to", "xls", "-o", tmp_path / "out.xls")
    assert done.code == 2
    assert "--to 的值不对" in done.err
