"""What each member of a plan file means, in one line: an editor shows it while the file is written.

The key is the member, or `Model.member` where models differ. docs/playbooks.md says the same at length.
"""

from collections.abc import Mapping

from emergency_cli.core.text import Text

MEMBERS: Mapping[str, Text] = {
    "id": Text("代号：小写字母、数字、连字符", "Small letters, digits and hyphens"),
    "title": Text("名称，中英文都要写", "Its name, in both languages"),
    "aliases": Text("大家平时怎么叫，都列上", "What people call it"),
    "clause": Text("预案条款，如 四（四）1", "The clause of the official plan"),
    "basis": Text("预案没写的依据：法律，或通行做法", "What it rests on where the plan is silent: law or practice"),
    "our": Text(
        "我们的理解：预案没写或有两种读法时", "Our reading, where the plan is silent or can be read in two ways"
    ),
    "readings": Text("对应理解清单的哪几条", "Entries of the list of readings that this belongs to"),
    "covers": Text("对应条款清单的哪几项", "Items of the clause list that this answers"),
    "class": Text("突发事件四类之一，或 any", "One of the four statutory classes, or any"),
    "trigger": Text("什么情况用这一套；只给人看，不作判断条件", "When to use it; shown to people, never tested"),
    "facts": Text("这一套要问的要素", "The questions that this playbook adds"),
    "steps": Text("要做的事，一条一件", "What to do, one thing each"),
    "suggests": Text("符合条件时，提示同时启用另一套", "Offer another playbook when these answers are given"),
    "preparedness": Text("平时要备好的", "What must be ready beforehand"),
    "kind": Text("答案是哪一种", "What kind of answer it takes"),
    "Unit.kind": Text("内设机构、外包、外部单位或公众", "Own, contracted, external, or the public"),
    "label": Text("问题，或者它的名称", "The question, or its name"),
    "choices": Text("可以选的答案", "The answers to choose from"),
    "nothing-to-do": Text("选了也不用另做什么的答案", "Choices that call for no step of their own, on purpose"),
    "hint": Text("怎样才算答案", "What counts as an answer"),
    "personal": Text("true：个人信息，加密存放，以后可以销毁", "true: personal data, sealed, can be destroyed later"),
    "part": Text("在总结和报告的哪一部分写明", "Where documents tell it"),
    "bulletin": Text(
        "初报、续报、终报里写不写：always 一定写，没答就写待核实；answered 答了才写",
        "In reports upward: always, to be verified where nobody answered; or once answered",
    ),
    "stage": Text("阶段；review 在处置结束之后", "Stage; review comes after the response has ended"),
    "do": Text("一句话写清做什么，一条一件事", "One order, one thing to do"),
    "actor": Text("谁来做；预案没写是谁就不填", "Who does it; leave it out where the plan names nobody"),
    "urgency": Text("预案原话的缓急，不折算成分钟", "The plan's own word, never turned into minutes"),
    "safety": Text("true：保命的事，排在最前", "true: life first, before everything else of its stage"),
    "together": Text("同名的几步同时做，显示在一张卡上", "Steps with the same name stand on one card"),
    "contact": Text("要通知谁，每一个都要通知到", "Parties that must be told, each of them"),
    "ask": Text("这一步要判断的要素", "Facts that the step decides"),
    "say": Text("通知时要说清的要素", "Facts to tell those who are called"),
    "record": Text("要记下来的要素", "Facts to write down"),
    "warn": Text("注意：什么会伤到人", "What could harm somebody"),
    "never": Text(
        "不准做的事，写成完整的一句：不乘电梯", "What nobody may do, as a whole sentence: Do not use the lifts"
    ),
    "when": Text("条件；不写就一直适用", "The condition; without it the step always applies"),
    "within": Text("时限，如 5m、1h30m、2d；有规定才写", "A limit such as 5m, 1h30m; only where somebody set one"),
    "from": Text("时限从哪里算起", "What starts the limit"),
    "approval": Text("要先征得谁同意；不同意也不隐藏这一步", "Whose consent is asked; it never hides the step"),
    "optional": Text("true：条件允许时才做", "true: where conditions allow"),
    "in-order": Text("选“其余全部正常”时记下的答案", "The answers that go with: all others in order"),
    "each": Text("每个服务区或每个单位各做一次", "One tick for each zone or unit"),
    "repeats": Text("true：要反复做，如巡查", "true: many rounds, such as patrols"),
    "same": Text(
        "几套方案里的同一件事，起同一个名字", "A name shared by steps of different playbooks that are one act"
    ),
    "playbook": Text("另一套方案的代号", "The id of the other playbook"),
    "owner": Text("谁负责", "Who answers for it"),
    "name": Text("叫法", "What it is called"),
    "Person.name": Text("姓名", "Full name"),
    "sets": Text("这个叫法同时回答了哪些问题", "The answers that this name already gives"),
    "law": Text("哪部法律、第几条", "Which law and article"),
    "practice": Text("通行做法是什么", "Which practice"),
    "step": Text("那一步做完时起算", "From when this step is done"),
    "fact": Text("这个时间要素起算", "From this time fact"),
    "applicable": Text("true：这一步适用时起算", "true: from the moment the step applies"),
    "organisation": Text("单位名称", "The organisation"),
    "document": Text("这些文件依据的正式预案", "The official plan these files were made from"),
    "issuer": Text("发文单位", "Who issued it"),
    "dated": Text("日期，加引号", "Its date, in quotes"),
    "legal-basis": Text("编制依据", "What it was made under"),
    "people": Text("人员", "People"),
    "Unit.people": Text("成员，先找的写在前面", "Its members, first to be called first"),
    "units": Text("科室、单位、公司", "Offices, sections, companies"),
    "roles": Text("角色", "Roles"),
    "services": Text("110、119、120 等", "Services such as 110, 119, 120"),
    "zones": Text("服务区和包保负责人", "Service zones and their owners"),
    "post": Text("预案里的职务", "What the plan calls them"),
    "phones": Text("电话，按拨打顺序，加引号", "Numbers in the order to be tried, in quotes"),
    "stand-ins": Text("找不到时找谁", "Who is called when these do not answer"),
    "part-of": Text("隶属于", "The unit it belongs to"),
    "sums-up": Text("true：参与处置后要写总结", "true: having taken part, it sums up its work"),
    "holders": Text("由谁担任", "Who holds it"),
    "held-by": Text("由包保负责人或值班人员担任", "Held by the zone's owner or the officer on duty"),
    "Zone.owner": Text("包保负责人", "The deputy head accountable for it"),
}
