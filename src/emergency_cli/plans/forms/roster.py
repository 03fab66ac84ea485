"""The form of `roster.yaml`."""

from typing import Literal

from emergency_cli.core.plan.roster import HeldBy
from emergency_cli.plans.forms.base import Day, Form, Id, ListOrNone, TextForm, member

_CLAUSE = ("预案条款，如 四（四）1", "Where the official plan names it.")
_ALIASES = ("大家平时怎么叫，都列上", "Other names under which it is found.")
_TITLE = ("名称，中英文都要写", "What it is called.")
_PHONES = ("电话，按拨打顺序，加引号", "Numbers in the order to be tried, **in quotes**.")
_CHECKED = ("号码最近哪天打通核对过", "The day on which somebody last tried the numbers.")
_STAND_INS = ("找不到时找谁", "Who is called when they do not answer.")
_OUR = (
    "我们的理解：预案没写或有两种读法时",
    "Our own reading, where the plan is silent or can be read in two ways.",
)
_READINGS = ("对应理解清单的哪几条", "The numbers of that reading in [readings.md](readings.md).")


class PersonForm(Form):
    """Somebody the plan names."""

    name: TextForm = member("姓名", "Full name.")
    post: TextForm | None = member("预案里的职务", "What the plan calls them.", None)
    clause: str | None = member(*_CLAUSE, None)
    phones: ListOrNone[str] = member(*_PHONES, ())
    checked: Day | None = member(*_CHECKED, None)
    aliases: ListOrNone[str] = member(*_ALIASES, ())


class UnitForm(Form):
    """An office, section, company or group."""

    title: TextForm = member(*_TITLE)
    kind: Literal["internal", "contractor", "external", "public"] = member(
        "内设机构、外包、外部单位或公众", "`internal` (the default), `contractor`, `external`, `public`.", "internal"
    )
    clause: str | None = member(*_CLAUSE, None)
    phones: ListOrNone[str] = member(*_PHONES, ())
    checked: Day | None = member(*_CHECKED, None)
    people: ListOrNone[Id] = member("成员，先找的写在前面", "Its members, in calling order.", ())
    stand_ins: ListOrNone[Id] = member(*_STAND_INS, ())
    part_of: Id | None = member("隶属于", "The unit it belongs to.", None)
    sums_up: bool = member(
        "true：参与处置后要写总结",
        "`true`: if it took part, it sums up its work afterwards and has its own tick in steps with `each: unit`.",
        False,
    )
    coordinates: bool = member(
        "true：这个单位负责协调、接收报告，全套只有一个",
        "`true`: it coordinates, as an emergency office does. Of one unit: it is called after the owner of a zone.",
        False,
    )
    aliases: ListOrNone[str] = member(*_ALIASES, ())
    our: TextForm | None = member(*_OUR, None)
    readings: ListOrNone[str] = member(*_READINGS, ())


class RoleForm(Form):
    """A part somebody plays."""

    title: TextForm = member(*_TITLE)
    clause: str | None = member(*_CLAUSE, None)
    holders: ListOrNone[Id] = member("由谁担任", "Who holds it, by id.", ())
    held_by: HeldBy | None = member(
        "由包保负责人或值班人员担任",
        "`zone-owner`: the owner of the zone concerned, which makes it the role of all owners; `on-duty`: the officer "
        "recorded as on duty, then those whom `duty` names for the day.",
        None,
    )
    stand_ins: ListOrNone[Id] = member(*_STAND_INS, ())
    aliases: ListOrNone[str] = member(*_ALIASES, ())
    our: TextForm | None = member(*_OUR, None)
    readings: ListOrNone[str] = member(*_READINGS, ())


class ServiceForm(Form):
    """An outside service with a public number."""

    title: TextForm = member(*_TITLE)
    phones: ListOrNone[str] = member(*_PHONES, ())
    clause: str | None = member(*_CLAUSE, None)
    aliases: ListOrNone[str] = member(*_ALIASES, ())


class ZoneForm(Form):
    """A service zone."""

    title: TextForm = member(*_TITLE)
    owner: Id = member("包保负责人", "Who is accountable for it: a person.")
    clause: str | None = member(*_CLAUSE, None)
    aliases: ListOrNone[str] = member(*_ALIASES, ())
    our: TextForm | None = member(*_OUR, None)
    readings: ListOrNone[str] = member(*_READINGS, ())


class PlanDocumentForm(Form):
    """The official plan that the files were made from."""

    title: TextForm = member("名称，中英文都要写", "Its title.")
    issuer: TextForm = member("发文单位", "Who issued it.")
    dated: str = member("日期，加引号", "Its date, in quotes.")
    legal_basis: TextForm | None = member("编制依据", "What it is based on.", None)


class RosterForm(Form):
    """Everybody who acts or is told, by id."""

    organisation: TextForm = member("单位名称", "The hall.")
    document: PlanDocumentForm = member("这些文件依据的正式预案", "The official plan that these files were made from.")
    people: dict[Id, PersonForm] = member("人员", "People.")
    units: dict[Id, UnitForm] = member("科室、单位、公司", "Offices, sections, companies.")
    roles: dict[Id, RoleForm] = member("角色", "Roles.")
    services: dict[Id, ServiceForm] = member("110、119、120 等", "Services such as 110, 119, 120.")
    zones: dict[Id, ZoneForm] = member("服务区和包保负责人", "Service zones and their owners.")
    duty: dict[Day, ListOrNone[Id]] = member(
        "值班表：哪天由谁值班，先找的写在前面",
        "Who is on duty when: a day -> persons, in calling order. Empty: not set.",
        {},
    )
