"""A saved page gives its document, not its site."""

import pytest

from jiangxin.engines.policytext.formats import open_source

BODY = "<p>一、总体要求</p>" + "<p>坚持产教融合，深化校企合作，到二〇二五年建成体系。</p>" * 12


def read(html, name="x.html"):
    return open_source(html.encode(), name)


def lines(html):
    return read(html).text.split("\n")


def rows(source, number=0):
    return [[source.of(cell) for cell in row] for row in source.tables[number].rows]


def test_navigation_scripts_and_furniture_are_dropped():
    links = "".join(f"<li><a href=/{number}>机构职能</a>" for number in range(9))
    html = f"""<html><head><title>方案</title><script>alert(1)</script></head><body>
      <div><ul>{links}</ul></div><div>您现在的位置：<a href=/>首页</a></div>
      <div><div>{BODY}<p>打印本页 关闭窗口</p><p style="display: none">暗</p></div></div>
      <div><ul>{links}</ul></div><footer>地址：某路1号</footer><div>版权所有：某区政府 ICP备1号</div></body></html>"""
    assert set(lines(html)) == {"一、总体要求", "坚持产教融合，深化校企合作，到二〇二五年建成体系。"}


def test_metadata_and_title_beside_the_text_are_kept():
    html = f"""<html><head><title>实施方案_某网站</title></head><body>
      <table><tr><td>索引号：</td><td>A-1</td><td>发文字号：</td><td>某府发〔2022〕1号</td></tr></table>
      <h1>实施方案</h1><div class=x><div>{BODY}</div></div></body></html>"""
    assert lines(html)[:3] == ["索引号：\tA-1\t发文字号：\t某府发〔2022〕1号", "实施方案", "一、总体要求"]


def test_spans_of_cells_are_expanded():
    source = read(
        "<table><tr><th rowspan=2>序号<th colspan=2>单位<tr><td>牵头<td>配合"
        "<tr><td>1<td>区教委<td>区财政局<br>区人力社保局</table>"
    )
    assert rows(source) == [
        ["序号", "单位", "单位"],
        ["序号", "牵头", "配合"],
        ["1", "区教委", "区财政局\n区人力社保局"],
    ]


def test_layout_table_is_text():
    source = read(f"<table><tr><td><table><tr><td>{BODY}</td></tr></table></td></tr></table>")
    assert source.tables == ()
    assert source.text.split("\n")[0] == "一、总体要求"


def test_lists_keep_their_numbers():
    html = """<ol><li>甲<li>乙</ol><ol start=3 type=a><li>丙</ol><ul><li>丁</ul>
      <ol style="list-style-type: cjk-ideographic"><li>戊</ol><ol><li>（一）己</ol>"""
    assert lines(html) == ["1.甲", "2.乙", "c.丙", "丁", "一、戊", "（一）己"]


def test_lines_and_headings_are_told_apart():
    source = read("<h2>一、<b>总体</b>\n要求</h2><div>甲<br>乙<p>丙 丁</p>戊</div>")
    assert [(source.of(block.span), block.kind, block.level) for block in source.blocks] == [
        ("一、总体要求", "heading", 2),
        ("甲", "paragraph", None),
        ("乙", "paragraph", None),
        ("丙 丁", "paragraph", None),
        ("戊", "paragraph", None),
    ]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "utf-8"])
def test_charset_is_that_of_the_page(charset):
    html = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>{BODY}</html>'
    encoded = html.encode("gb18030" if charset != "utf-8" else charset)
    assert open_source(encoded, "x.htm").text.split("\n")[0] == "一、总体要求"


def test_page_is_recognised_whatever_its_name():
    assert read("<!DOCTYPE html><html><body><p>总体要求</p></body></html>", "x.txt").media_type == "text/html"
