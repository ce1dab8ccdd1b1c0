"""Tell what a file is that is no table, and what to do with it instead. A written report is one, too."""

import re
from collections.abc import Collection, Sequence

from domain.finding import Finding
from domain.numbers import read_figure
from etl.read.open.sheet import Row, Sheet

_AS_TABLE = "请把其中的表另存为 xlsx 后再报"
_TYPE_IN = "请把其中的数填入填报模板后再报"
_UNPACK = "请先解压，再逐个上传里面的表格"
WRITTEN = "；往年工作总结、年度报告请在“数据填报”页的“从上年工作总结取年度数”处上传"
MHTML = "是单个文件网页（MHTML，.mht），不是工作簿；请用 Excel 打开后另存为 xlsx 再报"

_BEGINNINGS = (
    (rb"%PDF-", f"是 PDF 文件，不是表格；{_TYPE_IN}"),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}WEBP|.{4}ftyphei", "图片"),
    (rb"Rar!\x1a|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08", f"是压缩包，不是表格；{_UNPACK}"),
    (rb"\{\\rtf", f"是文字材料（RTF），不是表格；{_AS_TABLE}{WRITTEN}"),
    (rb"SQLite format 3\x00|\x00\x01\x00\x00Standard (?:Jet|ACE) DB", f"是数据库文件，不是表格；{_AS_TABLE}"),
    (rb"MZ(?=.*\x00)|\x7fELF", "是程序，不是表格；请上传月报表格"),
    (rb"L\x00\x00\x00\x01\x14\x02\x00", "是快捷方式，不是表格本身；请上传它指向的那份文件"),
)
_MHTML_HEAD = re.compile(
    rb"(?:From:[^\n]*\n(?:[^\n]*\n){0,5}?)?MIME-Version:[^\n]*\n.{0,2000}?Content-Type:\s*multipart/related",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEAD = re.compile(
    rb"(?:Received|Return-Path|Delivered-To|From|Subject|Date|Message-ID|X-[\w-]+|MIME-Version): [^\n]*\n"
    rb"(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n){0,60}?Content-Type: (?:multipart/(?:mixed|alternative)|text/)",
    re.IGNORECASE,
)
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*[\"}]")
MAIL = "是邮件，不是表格；请上传邮件里的附件"
LOCK_SIZES = (162, 165)  # of the file that Word and Excel keep beside one that is open
LONGEST_USER = 54
_IN_ZIP = (
    ("word/document.xml", f"是 Word 文档（docx），不是表格；{_AS_TABLE}{WRITTEN}"),
    ("ppt/presentation.xml", f"是演示文稿（pptx），不是表格；{_TYPE_IN}"),
    ("OFD.xml", f"是 OFD 版式文件，不是表格；{_TYPE_IN}"),
    ("Index/Document.iwa", "是苹果 Numbers 等软件的文件；请导出为 xlsx 后再报"),
    ("META-INF/container.xml", f"是电子书（EPUB），不是表格；{_TYPE_IN}"),
    ("AndroidManifest.xml", "是程序，不是表格；请上传月报表格"),
)
_IN_COMPOUND = (
    ("WordDocument", f"是 Word 文档（doc 或 wps），不是表格；{_AS_TABLE}{WRITTEN}"),
    ("PowerPoint Document", f"是演示文稿（ppt），不是表格；{_TYPE_IN}"),
    ("__properties_version1.0", MAIL),
)


def foreign_kind(content: bytes) -> str:
    """The kind of file, if its first bytes show that it is not a table; else ""."""
    for pattern, message in _BEGINNINGS:
        if re.match(pattern, content[:64], re.DOTALL):
            return f"是图片，不是表格；{_TYPE_IN}" if message == "图片" else message
    head = content[:4000].lstrip(b"\xef\xbb\xbf \r\n")
    if _MHTML_HEAD.match(head):
        return MHTML
    if _MAIL_HEAD.match(head):
        return MAIL
    if _JSON.match(head):
        return "是 JSON 数据，不是表格；请从系统导出 xlsx 或 CSV 后再报"
    is_lock = len(content) in LOCK_SIZES and 0 < content[0] <= LONGEST_USER and b"\0" in content
    return "是表格打开时留下的临时文件（~$ 开头），不是表格本身；请上传那份正式文件" if is_lock else ""


def kind_of_zip(names: Collection[str], mimetype: bytes = b"") -> str:
    """The kind of a zip without a workbook, by the names of its parts; "" if unknown."""
    if b"opendocument.text" in mimetype:
        return f"是文字文档（odt），不是表格；{_AS_TABLE}{WRITTEN}"
    known = next((message for name, message in _IN_ZIP if name in names), "")
    if known:
        return known
    files = [name for name in names if not name.endswith("/")]
    is_office = "[Content_Types].xml" in names
    return "" if is_office or not files else f"是压缩包（zip），不是表格；{_UNPACK}"


def kind_of_compound(streams: Collection[str]) -> str:
    """The kind of an old Office file without a workbook, by its streams; "" if unknown."""
    return next((message for name, message in _IN_COMPOUND if name in streams), "")


ROWS_LOOKED_AT = 200
CELLS_LOOKED_AT = 50
LONGEST = 5000
_SENTENCE = re.compile(
    r"[\u4e00-\u9fff]{3}[。；]$|[\u4e00-\u9fff][^。]{6,}。|[\u4e00-\u9fff]{4,}[0-9]+(?:\.[0-9]+)?[\u4e00-\u9fff]"
)
MESSAGE = f"这像是一篇文字材料，不是表格，没有读到一行一行的数；请把其中的数填入填报模板后再报{WRITTEN}"


def prose_finding(sheets: Sequence[Sheet]) -> Finding | None:
    """The error for a file of prose; None for a table that is merely unknown."""
    rows = [row for sheet in sheets for row in sheet.rows[:ROWS_LOOKED_AT] if any(map(str.strip, row))]
    sentences = sum(1 for row in rows if _SENTENCE.search(_line(row)))
    has_figures = any(map(_holds_figures, rows))
    is_prose = bool(rows) and not has_figures and 3 * sentences >= len(rows)
    return Finding("unknown_dataset", MESSAGE) if is_prose else None


def _line(row: Row) -> str:
    """Join the cells of a row into a line, because a comma in the text may have split it."""
    return "，".join(dict.fromkeys(cell.strip() for cell in row[:CELLS_LOOKED_AT]))[:LONGEST]


def _holds_figures(row: Row) -> bool:
    return any(cell.strip() and read_figure(cell).kind == "figure" for cell in row[:CELLS_LOOKED_AT])
