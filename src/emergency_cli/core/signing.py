"""Who recorded an entry: a name, or the system account where no name was given."""

import re

from emergency_cli.core.text import msg, narrow

# Both are compiled when they are first searched for: every command loads this module, and few are told a name.
# A name has none of these: a sentence has.
_MARKS = r"[\d，。！？；：…,!?;:]"
# More often something said, or a stray key, than a name: 火灭了, four characters (封闭二楼) unless they begin with a
# surname of two, five, four words, words all in small letters, one letter.
_SURNAMES = "欧阳|上官|司马|司徒|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯"
_SAID = (
    rf"[了吗呢吧啊]$|^(?!{_SURNAMES})[\u3400-\u9fff]{{4}}$|[\u3400-\u9fff]{{5}}"
    r"|\S+(?:\s+\S+){3}|^[a-z]+(?:\s+[a-z]+)+$|^[!-~]$"
)
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


def is_no_name(text: str) -> bool:
    """Whether something typed where a name was asked for can be none: it has a digit or the marks of a sentence."""
    return re.search(_MARKS, narrow(text)) is not None


def may_be_no_name(text: str) -> bool:
    """Whether it may be words, or a stray key: to be asked again."""
    return re.search(_SAID, narrow(text).strip()) is not None
