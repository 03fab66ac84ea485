"""Who recorded an entry: a name, or the system account where no name was given."""

from emergency_cli.core.text import msg

_ACCOUNT = "account:"


def by_account(account: str) -> str:
    """How an entry is signed while nobody has given a name. `account` is that of the operating system."""
    return _ACCOUNT + account


def account_of(by: str) -> str | None:
    """The system account that signed, `None` where a name was given."""
    return by.removeprefix(_ACCOUNT) if by.startswith(_ACCOUNT) else None


def signed(by: str) -> object:
    """Who recorded, in words."""
    account = account_of(by)
    return by if account is None else msg("account {account}, name not given", account=account)
