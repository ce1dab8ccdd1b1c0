"""What this system must not hold, in plain text: marks of classification and numbers of persons.

The child process that reads written reports imports this, so it imports no pandas.
"""

from collections.abc import Iterable

from domain.finding import Finding
from domain.text import classification_mark, half_width
from etl.read.open.persons import IDENTITY, MOBILE, masked

_OF_PERSONS = ((IDENTITY, "身份证号"), (MOBILE, "手机号码"))


def find_in_prose(lines: Iterable[str], name: str) -> Finding | None:
    """The first mark of classification, identity number or mobile number in a written report or file name."""
    if mark := classification_mark(name):
        return classified(mark, None)
    for number, line in enumerate(map(half_width, lines), start=1):
        if mark := classification_mark(line):
            return classified(mark, number)
        for pattern, what in _OF_PERSONS:
            if found := pattern.search(line):
                message = f"文中有{what}；本系统只存汇总数，不存个人信息，请删去后再传"
                return personal(message, number, None, masked(found[0]))
    return None


def classified(mark: str, row: int | None) -> Finding:
    """The finding that refuses a file with a mark of classification."""
    message = "文件带有密级标志；本系统不得存放涉密内容，文件没有保存，请按保密规定处理"
    return Finding("classified", message, row, None, mark)


def personal(message: str, row: int | None, column: str | None, value: str | None) -> Finding:
    """The finding that refuses a file with data of a person."""
    return Finding("personal_data", message, row, column, value)
