"""Who signs a change of the warehouse when nobody says."""

import getpass


def user_name() -> str:
    """Who it is when nobody says: the name this computer knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未具名"
