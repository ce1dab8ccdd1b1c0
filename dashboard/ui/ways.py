"""Where to go where figures or a plan are still missing: the pages on which they are given."""

from dashboard.ui.markup import Markup, tag
from dashboard.ui.shell import Page

UPLOAD, TARGETS = ("upload", "去数据填报，导入月报"), ("targets", "去目标与任务，填写年度目标")


def ways_html(page: Page, *wanted: tuple[str, str]) -> Markup:
    """A line of links, each to a page with what to do there; those this board does not have are left out."""
    addresses = [(page.address(name), words) for name, words in wanted]
    links = [tag("a", words, href=address) for address, words in addresses if address]
    return tag("p", *links, class_="ways")
