"""Tell total rows and notes from data rows below a header."""

import re
from collections.abc import Sequence

from domain.text import plain, without_spaces

LONGEST_LABEL = 40
LONGEST_NOTE = 500
NOTE_WITH_NUMBER = "这一行像是落款或说明，数据列里却有数；电话、日期等请写在同一格里，或移到表外"

_TOTAL = re.compile(
    r"(.{0,20}?)(合计|小计|总计|共计)(?:[(\[](?:单位:)?[十百千万]{0,2}(?:[件起条宗次场期批人名份张册家户]次?|[学课]时)[)\]])?"
)
_NOTE_BEGINNING = re.compile(
    r"(?:注|附注|备注|说明|填表说明|制表|填表|填报|审核|审批|复核|报送|统计|经办|主管|分管|负责|单位负责|联系|签字|签章|盖章)"
    r"(?:人|人员|说明|日期|时间|领导|单位|电话|部门|负责人|方式)?\s*(?:\([^)]{0,10}\))?\s*(?::|\s|$)"
)
_NUMBERED_NOTE = re.compile(r"(?:[0-9]{1,2}[.、)]|\([0-9一二三四五六七八九十]{1,3}\)|[*※])\s*[^0-9\s]{4}")
_CLOSING = re.compile(r"(?:以上|上述|本表)[\u4e00-\u9fff].*|\((?:单位)?(?:盖章|公章|签章|签字|完)\)|以下空白")
_DAY_OF_SIGNING = re.compile(r"20[0-9]{2} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日")
_SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。:;]|^[^0-9]*(?:[\u4e00-\u9fff][^0-9]*){6}$")


def total_word(text: str, with_beginning: bool = False) -> str:
    """The total word in a cell (合计, 小计, 总计, 共计), else ""; a counting unit may follow: 合计（件）.

    `with_beginning` accepts 大队小计 too.
    """
    if "计" not in text or len(text) > LONGEST_LABEL:
        return ""
    found = _TOTAL.fullmatch(without_spaces(text).rstrip(":"))
    return found[2] if found and (with_beginning or not found[1]) else ""


def begins_like_a_note(text: str) -> bool:
    """Whether the text starts like a signature or a remark: 制表人：…, 注：…"""
    return bool(_NOTE_BEGINNING.match(plain(text[:LONGEST_NOTE])))


def is_note(cells: Sequence[str]) -> bool:
    """Whether a row is a note below the table: 制表人：…, 填报日期：…, 注：…, or only a sentence.

    The place for a seal, and the date of signing at the right, are notes too.
    """
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return False
    first = plain(filled[0][:LONGEST_NOTE])
    if begins_like_a_note(first):
        return True
    is_sentence = _NUMBERED_NOTE.match(first) or _CLOSING.fullmatch(first) or _SENTENCE.search(first)
    is_signed = not cells[0].strip() and _DAY_OF_SIGNING.fullmatch(first)
    return bool(is_sentence or is_signed) and all(cell == filled[0] for cell in filled)
