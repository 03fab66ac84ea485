"""Who recorded an entry: a name, or the system account where no name was given."""

import re
from collections.abc import Iterable

from emergency_cli.core.text import Text, msg, narrow

# Both are compiled when they are first searched for: every command loads this module, and few are told a name.
# A name has none of these: a sentence has.
_MARKS = r"[\d，。！？；：…,!?;:]"
# More often something said, or a stray key, than a name: 火灭了, 关阀门, four characters (封闭二楼) unless they begin
# with a surname of two, five, four words, words all in small letters, one letter.
_SURNAMES = "欧阳|上官|司马|司徒|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯"
_SAID = (
    rf"[了吗呢吧啊]$|[人火烟电撤救跑阀闸梯门窗伤死病药没别拿打去走谁哪这那]|^(?!{_SURNAMES})[\u3400-\u9fff]{{4}}$|[\u3400-\u9fff]{{5}}"
    r"|\S+(?:\s+\S+){3}|^[a-z]+(?:\s+[a-z]+)+$|\b(?i:the|out|now|not|is|are|off|up|it)\b|^[!-~]$"
)
# What names of two or three characters begin with: 快疏散 and 别慌 do not.
_FAMILIES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁"
    "蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商"
    "刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚"
    "花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿"
    "鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧由闭"
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


def may_be_no_name(text: str, orders: Iterable[Text] = ()) -> bool:
    """Whether it may be words, or a stray key: to be asked again. So may what has words of one of the `orders`."""
    said = narrow(text).strip()
    if re.search(_SAID, said):
        return True
    if re.fullmatch(r"[\u3400-\u9fff]{2,3}", said):
        pairs = [said[at : at + 2] for at in range(len(said) - 1)]
        return said[0] not in _FAMILIES or any(pair in order.zh for order in orders for pair in pairs)
    known = {word for order in orders for word in re.findall(r"[a-z]+", order.en.casefold())}
    return known.issuperset(said.casefold().split())
