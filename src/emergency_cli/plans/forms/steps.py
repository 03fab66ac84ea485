"""The form of a step."""

from typing import Literal

from emergency_cli.core.terms import Stage
from emergency_cli.plans.forms.base import Form, Id, ListOf, SpanText, TextForm, member
from emergency_cli.plans.forms.facts import When
from emergency_cli.plans.forms.sources import BASIS, CLAUSE, COVERS, OUR, READINGS, BasisForm


class CautionForm(TextForm):
    """A warning, or a do-not."""

    basis: BasisForm | None = member(
        "这条提醒的依据；预案这一条里没说的都要写",
        "What this warning or do-not rests on: `{law: …}` or `{practice: …}`. Needed unless the clause of the step "
        "says it, or the step itself has a basis.",
        None,
    )


class StartForm(Form):
    """What starts a limit; one of these."""

    step: Id | None = member("那一步做完时起算", "From the moment this step is done.", None)
    fact: Id | None = member("这个时间要素起算", "From this fact of kind `time`.", None)
    applicable: bool = member("true：这一步适用时起算", "`true`: from the moment the step applies.", False)


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
    clause: str | None = member(*CLAUSE, None)
    basis: BasisForm | None = member(*BASIS, None)
    our: TextForm | None = member(*OUR, None)
    readings: ListOf[str] = member(*READINGS, ())
    covers: ListOf[str] = member(*COVERS, ())
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
        "asked. Two casualties are two acts: within one playbook it does nothing. A `safety` step that calls nobody is "
        "done by its own tick alone.",
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
