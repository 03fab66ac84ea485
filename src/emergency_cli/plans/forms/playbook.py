"""The form of a file in `playbooks/`."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, model_validator

from emergency_cli.core.plan.facts import Kind, Part
from emergency_cli.core.terms import Stage
from emergency_cli.plans.forms.base import Form, Id, ListOf, SpanText, TextForm, in_one_language, member


def _test(value: object) -> object:
    """An answer, a list of answers, or below `any-of` a list of conditions. Raises ValueError."""
    listed = value if isinstance(value, list) else []
    branches = [each for each in listed if isinstance(each, dict)]
    answers = [*(listed if not branches else []), *(test for branch in branches for test in branch.values())]
    if isinstance(value, str) or (listed and all(_is_wanted(each, deep=bool(branches)) for each in answers)):
        return value
    raise ValueError("condition")


def _is_wanted(value: object, *, deep: bool) -> bool:
    return isinstance(value, str) or (deep and isinstance(value, list) and all(isinstance(each, str) for each in value))


When = dict[str, Annotated[Any, AfterValidator(_test)]]

_CLAUSE = (
    "预案条款，如 四（四）1",
    "The clause of the official plan as it is numbered there, such as 四（四）1 or Section 4.2.",
)
_OUR = (
    "我们的理解：预案没写或有两种读法时",
    "Our own reading, where the plan is silent or can be read in two ways.",
)
_READINGS = (
    "对应理解清单的哪几条",
    "The numbers of that reading in [readings.md](readings.md), the page for the owner of the plan.",
)
_COVERS = (
    "对应条款清单的哪几项",
    "Items of the plan that this covers, for [the coverage table](plan-coverage.md).",
)
_BASIS = (
    "预案没写的依据：法律，或通行做法",
    "What it is based on where the plan is silent: `{law: …}` or `{practice: …}`. A clause or a basis is needed.",
)


class BasisForm(Form):
    """What a step rests on that the plan does not say."""

    law: TextForm | None = member("哪部法律、第几条", "Which law and article.", None)
    practice: TextForm | None = member("通行做法是什么", "Which practice.", None)


class CautionForm(TextForm):
    """A warning, or a do-not."""

    basis: BasisForm | None = member(
        "这条提醒的依据；预案这一条里没说的都要写",
        "What this warning or do-not rests on: `{law: …}` or `{practice: …}`. Needed unless the clause of the step "
        "says it, or the step itself has a basis.",
        None,
    )


class ChoiceForm(TextForm):
    """An answer to choose; one that is a case may have its own trigger, class and clause."""

    trigger: TextForm | None = member("什么情况算这一种", "When it is this case, in words.", None)
    short: TextForm | None = member(
        "没人说明发生了什么时，文件标题里怎么称呼这种情况，如 可疑物",
        "The noun for this case in titles of documents, instead of that of the playbook: "
        "`{zh: 可疑物, en: a suspicious object}`.",
        None,
    )
    class_: Id | None = member(
        "这种情况属于哪一类突发事件，centre.yaml 的 classes 里有",
        "The class of the incident in this case; without it that of the playbook.",
        None,
    )
    clause: str | None = member(*_CLAUSE, None)
    says: TextForm | None = member(
        "选了它，文书里怎么说：句子里的一个分句，不带句号",
        "The answer as a clause of a sentence, without a full stop; without it the `says` of the fact.",
        None,
    )


class SaysForm(Form):
    """An answer as a clause of a sentence: with `{}` for the answer, or of a yes-no fact one for each answer."""

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        return in_one_language(value)

    zh: str | None = member("中文，答案的位置写{}", "In Chinese, with `{}` in place of the answer.", None)
    en: str | None = member("英文，答案的位置写{}", "In English, with `{}` in place of the answer.", None)
    yes: TextForm | None = member(
        "是非题答“是”时的分句", "Of a yes-no fact: the clause for yes; without it a yes is not told.", None
    )
    no: TextForm | None = member(
        "是非题答“否”时的分句", "Of a yes-no fact: the clause for no; without it a no is not told.", None
    )
    none: TextForm | None = member(
        "答0、无、没有时的分句，如 无人失联",
        "The clause for 0 or “none”, where a number or a list would read badly: `nobody is missing`.",
        None,
    )
    one: TextForm | None = member(
        "答1时的分句", "Of a number: the clause for 1, such as `one person is missing`.", None
    )


class AliasForm(Form):
    """Another name of a playbook; a bare name, or one that also says which case it is."""

    name: str = member("叫法", "What it is called.")
    sets: dict[str, str] = member(
        "这个叫法同时回答了哪些问题", "The answers that this name already implies: `{fact: answer}`.", {}
    )


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class StartForm(Form):
    """What starts a limit; one of these."""

    step: Id | None = member("那一步做完时起算", "From the moment this step is done.", None)
    fact: Id | None = member("这个时间要素起算", "From this fact of kind `time`.", None)
    applicable: bool = member("true：这一步适用时起算", "`true`: from the moment the step applies.", False)


class FactForm(Form):
    """A question."""

    kind: Kind = member(
        "答案是哪一种",
        "`text`, `number`, `yes-no`, `choice` (one of), `choices` (several of), `time`, `zone`, `party`.",
    )
    label: TextForm = member("问题，或者它的名称", "The question, or its name.")
    choices: dict[str, ChoiceForm] = member(
        "可以选的答案",
        "For `choice` and `choices`: id and text of each answer; a case may also have a trigger, a class and a clause.",
        {},
    )
    nothing_to_do: ListOf[str] = member(
        "选了也不用另做什么的答案",
        "Choices that deliberately have no step or suggestion: `[calmed]`. As soon as a condition looks at a "
        "fact, `check` wants each of its choices to lead somewhere or to be listed here.",
        (),
    )
    personal: bool = member(
        "true：个人信息，加密存放，以后可以销毁",
        "`true` for names, numbers, illnesses: the answer is sealed and can be destroyed later without breaking the "
        "record.",
        False,
    )
    hint: TextForm | None = member("怎样才算答案", "What counts as an answer.", None)
    part: Part | None = member(
        "文书在哪一部分写：title 发生了什么（用于标题） place 地点 occurrence 发生情况 cause 原因 casualties 伤亡 "
        "response 处置 outcome 结果 losses 损失 lessons 教训 next 下一步工作 form 文号、起草人等 approval 签发人 "
        "drill 演练的形式、目标、参加人员",
        "Where documents give the answer: `title` (what happened in a few words, for titles), `place`, `occurrence`, "
        "`cause`, `casualties`, `response`, `outcome`, `losses`, `lessons`, `next` (what comes next), `form` (number, "
        "author, reviewer and contact of a document), `approval` (who approved it), `drill` (form, goals, participants "
        "and observers of a drill).",
        None,
    )
    says: SaysForm | None = member(
        "文书里怎么说：句子里的一个分句，不带句号，答案的位置写{}；是非题写 yes 和 no 两句",
        'The answer as a clause of a sentence, without a full stop: `{zh: "已撤出{}人", en: "{} people are out"}`; of '
        "a yes-no fact `{yes: {zh: …, en: …}, no: {zh: …, en: …}}`. Without it documents do not tell the answer in "
        "prose.",
        None,
    )
    unit: TextForm | None = member(
        "数字后面的单位，如 人", "What a number counts, wherever the number stands alone: `{zh: 人, en: people}`.", None
    )
    vital: bool = member(
        "true：人命关天，每份报告都写，没答就写待核实",
        "`true`: life safety. In every bulletin, changed or not; only these are “to be verified” where nobody has "
        "answered.",
        False,
    )
    once: bool = member(
        "true：只属于一份文书，如文号、下一步工作，下一份文书再问",
        "`true`: the answer belongs to one document, such as its number or what comes next; it is asked again for the "
        "next one.",
        False,
    )
    when: When | None = member(
        "条件：什么情况下才问、才算没填",
        "The condition under which it is asked and owed, like that of a step: `{injured: yes}`. See "
        "[Conditions](#conditions).",
        None,
    )
    milestone: bool = member(
        "true：时间要素，在过程图上是一个点",
        "`true` for a time that is one of the at most ten points of the picture of the response.",
        False,
    )
    total: Id | None = member(
        "各服务区分别回答的哪个要素，加起来就是它",
        "Of a number that all playbooks share: the fact, answered zone by zone in any playbook, of which it is the "
        "sum. Nobody is missing only once every zone has said so.",
        None,
    )


class StepForm(Form):
    """One thing somebody must do."""

    id: Id = member("代号：小写字母、数字、连字符", "Small letters, digits and hyphens; unique in the file.")
    stage: Stage = member(
        "阶段；review 在处置结束之后",
        "`immediate`, `respond`, `recover`, `review`; `review` comes after the response has ended.",
    )
    do: TextForm = member("一句话写清做什么，一条一件事", "One order in your own words: one thing to do.")
    short: TextForm | None = member(
        "提示符里的简短说法，中文不超过12个字",
        "The order in very few words, for the prompt: at most 12 Chinese characters, 24 English letters. Without it, "
        "the beginning of `do` up to its first punctuation mark.",
        None,
    )
    did: TextForm | None = member(
        "文书里怎么写做了什么：动词开头，不带主语和句号，如 拨打119报警；只是判断、了解的步骤不写",
        "What documents say was done. Chinese: a verb phrase without subject or full stop (`拨打119报警`). English: a "
        "whole clause in the simple past, usually passive, without a full stop and in small letters "
        "(`the fire brigade was called on 119`). A step that only finds out, judges or chooses has none: it is no "
        "measure.",
        None,
    )
    clause: str | None = member(*_CLAUSE, None)
    basis: BasisForm | None = member(*_BASIS, None)
    our: TextForm | None = member(*_OUR, None)
    readings: ListOf[str] = member(*_READINGS, ())
    covers: ListOf[str] = member(*_COVERS, ())
    actor: ListOf[Id] = member(
        "责任人，可以有几个；预案没写是谁就不填",
        "Who is responsible: persons, units, roles or services in the roster; left out where the plan names nobody. "
        "Who did it is recorded only if somebody says so.",
        (),
    )
    urgency: str | None = member(
        "预案原话的缓急，不折算成分钟，centre.yaml 的 urgencies 里有",
        "The plan's own word, never turned into minutes: one of `urgencies` of `centre.yaml`.",
        None,
    )
    safety: bool = member(
        "true：保命的事，排在最前",
        "`true`: life first. Comes before everything else in its stage; shown even while its condition is unknown.",
        False,
    )
    together: Id | None = member(
        "同名的几步同时做，显示在一张卡上",
        "A name; up to four steps with the same name share one card and are done at the same time.",
        None,
    )
    contact: ListOf[Id] = member(
        "要通知谁，每一个都要通知到",
        "Parties that must be told, every one of them; list stand-ins in the roster.",
        (),
    )
    ask: ListOf[Id] = member(
        "这一步要判断的要素；都答了，这一步就算完成；还要动手做的事，要素写在 record 下",
        "Facts that the step decides. Once all are answered the step is done, wherever they were answered; so an act "
        "that asks something besides puts it under `record`. A step that calls somebody, needs consent or has `each` "
        "is an act and wants its tick.",
        (),
    )
    say: ListOf[Id] = member("通知时要说清的要素", "Facts to tell those who are called.", ())
    record: ListOf[Id] = member(
        "要记下来的要素",
        "Facts to write down. Those under `say` and `record` are never asked between two cards; "
        "whatever is still blank is put once, on one sheet, before the end.",
        (),
    )
    warn: ListOf[CautionForm] = member(
        "注意：什么会伤到人",
        "What could harm somebody: one text or several, each with a basis of its own if needed.",
        (),
    )
    never: ListOf[CautionForm] = member(
        "不准做的事，写成完整的一句：不乘电梯",
        "What nobody may do, each as a complete prohibition (`不乘电梯` / `Do not use the lifts`): it appears "
        "alone in the list of a printed card.",
        (),
    )
    when: When | None = member(
        "条件；不写就一直适用",
        "The condition, see [Conditions](#conditions); without it the step always applies.",
        None,
    )
    upon: Id | None = member(
        "等到什么时候才做：一个时间要素，如消防队到场",
        "A fact of kind `time`, such as the arrival of the fire brigade: until it is answered the step waits for it, "
        "and everything that can be done comes first.",
        None,
    )
    opening: bool = member(
        "true：开始记录这个事件就是办了这一步",
        "`true`: opening the incident is this act, so nobody is asked to tick it. For one step of a playbook.",
        False,
    )
    within: SpanText | None = member(
        "时限，如 5m、1h30m、2d；有规定才写",
        "A limit such as `5m`, `1h30m`, `2d`; only where plan, law or the hall itself sets a number. Where it is not "
        "the plan, `basis` or `our` says who.",
        None,
    )
    from_: StartForm | None = member(
        "时限从哪里算起",
        "What starts the limit: `{step: id}` done, `{fact: id}` a time fact, or `{applicable: true}`, the moment the "
        "step became applicable. Without it: when the matter was noticed.",
        None,
    )
    approval: Id | None = member(
        "要先征得谁同意；不同意也不隐藏这一步",
        "Whose consent is requested and recorded (given, refused, not reached). It never hides the step.",
        None,
    )
    optional: bool = member(
        "true：条件允许时才做；回车只往下走，不记录",
        "`true`: “where conditions allow”. In the walk Enter goes on without it; undone it is not missing.",
        False,
    )
    each: Literal["zone", "unit"] | None = member(
        "每个服务区或每个单位各做一次",
        "`zone`, or `unit` (the units with `sums-up` that took part, and the zone concerned): one tick for each; "
        "`emergency done STEP@all` if all the others are in order. Facts asked there belong to that zone or unit.",
        None,
    )
    in_order: dict[Id, str] = member(
        "选“其余全部正常”时记下的答案",
        "With `each`: the answers recorded for a zone or unit that is ticked by “all the others are in order”, like "
        "`{doors-shut: yes, leak: no}`.",
        {},
    )
    repeats: bool = member(
        "true：要反复做，如巡查",
        "`true`: patrols, repeated reports, casualties. Its card comes once; further rounds come on demand, until "
        "`emergency done STEP --finished` or the end of the response. Facts asked only there belong to their round.",
        False,
    )
    round_: TextForm | None = member(
        "重复做的一步，每一次叫什么，如 第{}名伤员；不写就叫第几次",
        'With `repeats`: what a round is called, with `{}` for its number: `{zh: 第{}名伤员, en: "casualty {}"}`.',
        None,
    )
    counts: Id | None = member(
        "做了几次，就是哪个要素的答案，如 登记了几名伤员",
        "With `repeats`: the fact that the number of its rounds answers, unless somebody says another number.",
        None,
    )
    implies: dict[Id, str] = member(
        "做过一次，就可以知道的答案，如 {injured: yes}",
        "With `repeats`: the answers that follow once there is a round: `{injured: yes}`.",
        {},
    )
    same: Id | None = member(
        "几套方案里的同一件事，起同一个名字",
        "A name shared by steps of different playbooks that are one act. Once one is done, the others are done with it "
        "if that came after their danger was noticed, all that they `say` was known by then, everybody was told whom "
        "they `contact`, and what they `record` with a call is known; of a call to 110, 119 or 120 the officer is "
        "asked. Two casualties are two acts: within one playbook it does nothing.",
        None,
    )
    milestone: bool = member(
        "true：在过程图上是一个点，全套最多十个，名称取 short",
        "`true`: one of the at most ten points of the picture of the response, under the name of its `short`.",
        False,
    )
    destroys: bool = member(
        "true：这一步是销毁个人信息，用 emergency destroy 办",
        "`true`: the step is the destruction of personal data, which `emergency destroy` carries out.",
        False,
    )


class SuggestionForm(Form):
    """When these answers are given, another playbook is offered."""

    when: When = member("条件", "The condition, see [Conditions](#conditions).")
    playbook: Id = member("另一套方案的代号", "The id of the other playbook.")
    sets: dict[str, str] = member(
        "启用时同时填好的要素", "Facts of the other playbook that are answered when it is taken up.", {}
    )


class PreparednessForm(Form):
    """Something that must be ready before anything happens."""

    id: Id = member("代号：小写字母、数字、连字符", "Small letters, digits and hyphens; unique in the plan.")
    do: TextForm = member("一句话写清做什么，一条一件事", "What must be ready.")
    owner: Id | None = member("谁负责", "The party responsible for it.", None)
    clause: str | None = member(*_CLAUSE, None)
    basis: BasisForm | None = member(*_BASIS, None)
    our: TextForm | None = member(*_OUR, None)
    readings: ListOf[str] = member(*_READINGS, ())
    covers: ListOf[str] = member(*_COVERS, ())


class PlaybookForm(Form):
    """One incident type's procedure."""

    id: Id = member(
        "代号：小写字母、数字、连字符", "Small letters, digits, hyphens; the name of the file without `.yaml`."
    )
    title: TextForm = member(
        "名称，中英文都要写", "Its name; every text for people is in both languages, `{zh: …, en: …}`."
    )
    short: TextForm | None = member(
        "文书标题里用的名词，没人填发生了什么时用，如 火情",
        "The noun for titles of documents where nobody said what happened: `{zh: 火情, en: a fire}`.",
        None,
    )
    aliases: ListOf[Annotated[AliasForm, BeforeValidator(_named)]] = member(
        "大家平时怎么叫，都列上",
        "Other names; `{name: …, sets: {fact: answer}}` if a name also says which case it is.",
        (),
    )
    clause: str | None = member(*_CLAUSE, None)
    class_: Id = member(
        "哪一类突发事件：centre.yaml 的 classes 之一，或 any",
        "The class of incident that the law puts it in: one of `classes` of `centre.yaml`, or `any`.",
        "any",
    )
    trigger: TextForm = member(
        "什么情况用这一套；只给人看，不作判断条件", "When to use it, in words; shown, never tested."
    )
    our: TextForm | None = member(*_OUR, None)
    readings: ListOf[str] = member(*_READINGS, ())
    facts: dict[Id, FactForm] = member("这一套要问的要素", "The questions that this playbook adds.", {})
    steps: ListOf[StepForm] = member("要做的事，一条一件", "What to do.")
    suggests: ListOf[SuggestionForm] = member(
        "符合条件时，提示同时启用另一套", "Other playbooks to offer when certain answers are given.", ()
    )
    preparedness: ListOf[PreparednessForm] = member("平时要备好的", "What must be ready beforehand.", ())
