"""The default name for the author of a change of the warehouse."""

import getpass


def user_name() -> str:
    """The name of this computer's user, for changes without a stated author."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未具名"
