"""What is no table, or cannot be opened, is named for what it is, and its owner is told what to do."""

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.etl.containers import as_spreadsheet_xml, encrypted, ods_of
from tests.etl.sheets import TABLE, as_xls, as_xlsx, errors, findings, read


def zipped(*names: str, mimetype: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
        if mimetype:
            archive.writestr("mimetype", mimetype)
    return content.getvalue()


MHTML = (
    b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    b'Content-Type: multipart/related; boundary="----=_Next"\r\n'
    b"\r\n------=_Next\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b'Content-Type: text/html; charset="gb2312"\r\n\r\n<html><table><tr><td>1</td></tr></table></html>\r\n'
)
NAMED: dict[str, tuple[Callable[[], bytes], str]] = {
    "MHTML": (lambda: MHTML, "MHTML"),
    "MHTML of a browser": (lambda: b"From: <Saved by Blink>\r\nSubject: x\r\nDate: x\r\n" + MHTML, "MHTML"),
    "an old workbook with a password": (lambda: encrypted(as_xls(TABLE), "123456"), "打开密码"),
    "an old workbook whose structure is protected": (
        lambda: encrypted(as_xls(TABLE), "VelvetSweatshop"),
        "没有打开密码",
    ),
    "an ods with a password": (lambda: ods_of("x", "<manifest:encryption-data/>"), "打开密码"),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64), "图片"),
    "a photo": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(64), "图片"),
    "a docx": (lambda: zipped("[Content_Types].xml", "word/document.xml"), "Word"),
    "a pptx": (lambda: zipped("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
    "an OFD": (lambda: zipped("OFD.xml", "Doc_0/Document.xml"), "OFD"),
    "an odt": (
        lambda: zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
        "odt",
    ),
    "a zip of tables": (lambda: zipped("1月.xlsx", "2月.xlsx"), "压缩包"),
    "a rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(64), "压缩包"),
    "JSON": (lambda: '[{"月份":"2023-06","受理工单数":3}]'.encode(), "JSON"),
    "JSON lines": (lambda: b'{"month": "2023-06"}\n{"month": "2023-07"}\n', "JSON"),
    "a mail": (
        lambda: b"Received: from x\r\n" + MHTML.replace(b"multipart/related", b"multipart/mixed"),
        "邮件",
    ),
    "the lock of an open workbook": (lambda: b"\x05admin" + bytes(159), "临时文件"),
    "a page to log in": (lambda: "<html><body><form>用户名</form></body></html>".encode("gbk"), "重新登录"),
    "a workbook cut off": (lambda: as_xlsx({"表": TABLE})[:2000], "下载完整"),
    "an RTF": (lambda: rb"{\rtf1\ansi 2023}", "RTF"),
    "a cut xml of 2003": (lambda: as_spreadsheet_xml({"表": TABLE})[:1500], "Excel 2003 XML"),
}


@pytest.mark.parametrize("kind", NAMED)
def test_what_cannot_be_read_is_named_for_what_it_is_and_what_to_do(kind: str) -> None:
    make, word = NAMED[kind]
    for name in ("月报.xls", "月报.xlsx"):
        file = read(make(), name)
        assert errors(file) == [("unreadable", None, None)]
        (finding,) = findings(file)
        assert word in finding.message
        assert "再报" in finding.message or "上传" in finding.message
