"""The difference a reviewer reads."""

from gongkai.publishing.differences import Part, Piece, differences


def parts(**texts):
    return [Part(name, name, text) for name, text in texts.items()]


def test_what_is_equal_is_told_as_equal():
    (change,) = differences(parts(a="不变。"), parts(a="不变。"))
    assert (change.kind, change.pieces) == ("same", (Piece("same", "不变。"),))


def test_a_changed_figure_is_marked_and_nothing_else():
    before, after = "自4月1日起，最高额度为60万元。其他不变。", "自4月1日起，最高额度为80万元。其他不变。"
    (change,) = differences(parts(a=before), parts(a=after))
    assert change.kind == "changed"
    assert [piece for piece in change.pieces if piece.kind != "same"] == [Piece("removed", "6"), Piece("added", "8")]
    assert "".join(piece.text for piece in change.pieces if piece.kind != "removed") == after
    assert "".join(piece.text for piece in change.pieces if piece.kind != "added") == before


def test_a_new_block_is_new_and_a_block_that_is_gone_stands_where_it_stood():
    told = differences(parts(a="一。", b="二。", c="三。"), parts(a="一。", c="三。", d="四。"))
    assert [(change.part.id, change.kind) for change in told] == [
        ("a", "same"),
        ("b", "removed"),
        ("c", "same"),
        ("d", "added"),
    ]


def test_a_first_version_is_new_throughout():
    assert {change.kind for change in differences([], parts(a="一。", b="二。"))} == {"added"}


def test_long_texts_are_compared_in_a_moment():
    before = "".join(f"第{number}条，内容如此。" for number in range(3000))
    (change,) = differences(parts(a=before), parts(a=before.replace("第1500条", "第一千五百条")))
    assert "".join(piece.text for piece in change.pieces if piece.kind != "added") == before
