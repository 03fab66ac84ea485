-- What a dashboard asks (docs/hub.md). Everything here follows from the lines by section 3 and 4 of docs/record.md, as far
-- as SQL can tell; where it cannot, it says nothing: a step is never called late that may not apply, or that an act for
-- another playbook may have served. What counts is what `emergency` says of the same lines.

-- How long after noticing, after the last report and after the end a report is due: whoever runs the hub decides that.
create table if not exists hub.report_limit (
    report text primary key check (report in ('initial', 'follow-up', 'final')),
    within interval not null
);

-- 90m, 1h30m, 2d
create or replace function hub.span(said text) returns interval
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select regexp_replace(said, '([dhms])', '\1 ', 'g')::interval $$;

-- Whether a condition holds; null where that cannot be told. A fact that is asked zone by zone has several answers.
create or replace function hub.holds(condition jsonb, answers jsonb, attachment text, own jsonb, member text) returns boolean
language plpgsql immutable
as $$
declare
    fact text;
    test jsonb;
    branch jsonb;
    address text;
    said text;
    wanted text[];
    found boolean;
    whole boolean := true;
begin
    for fact, test in select key, value from jsonb_each(case jsonb_typeof(condition) when 'object' then condition else '{}' end) loop
        if fact = 'any-of' then
            found := false;
            for branch in select value from jsonb_array_elements(case jsonb_typeof(test) when 'array' then test else '[]' end) loop
                found := found or hub.holds(branch, answers, attachment, own, member);
            end loop;
        elsif jsonb_typeof(test) = 'object' then
            found := null;
        else
            wanted := case jsonb_typeof(test) when 'array' then array(select jsonb_array_elements_text(test)) else array[test #>> '{}'] end;
            address := case when attachment <> 'general' and own ? fact then attachment || '.' || fact else fact end;
            found := null;
            for said in
                select value from jsonb_each_text(answers)
                where case when answers ? (address || '@' || member) then key = address || '@' || member
                      else key = address or starts_with(key, address || '@') end
            loop
                found := coalesce(found, false) or case when said = any (wanted) then true when said = 'not-known' then null
                                                   else string_to_array(said, ',') && wanted end;
            end loop;
        end if;
        if found is false then
            return false;
        end if;
        whole := whole and found;
    end loop;
    return whole;
end $$;

-- The lines of an incident that its steps follow from, each unpacked once. How to find them is decided each time: while
-- there were few lines, reading all of a hall was as good.
create or replace function hub.telling(of_hall text, of_incident text) returns hub.line[]
language plpgsql stable set search_path = pg_catalog, pg_temp set enable_seqscan = off set plan_cache_mode = force_custom_plan
as $$ begin
    return array(
        select (hall, incident, desk, hash, prev, n, seq, received, recorded, occurred, event, null, entry)::hub.line from hub.line
        where hall = of_hall and incident = of_incident and event not in ('noted', 'call-made', 'evidence-added', 'issued'));
end $$;

-- The steps of an incident: what is on record of each, and by when it had to be done.
create or replace function hub.board(of_hall text, of_incident text)
returns table (
    step text, stage text, order_zh text, order_en text, responsible text[], safety boolean, zone text, status text,
    at timestamptz, done_by text, due timestamptz, perhaps_as text
)
language plpgsql stable rows 60
set search_path = pg_catalog, pg_temp set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    told constant hub.line[] := hub.telling(of_hall, of_incident);
begin
    return query
    with lines as materialized (
        select hash, n, desk, event, entry, occurred from unnest(told)
    ), back as (
        select hub.digest(entry #>> '{target,hash}') as hash from lines where event = 'reopened'
    ), corrections as (
        select distinct on (c.entry #>> '{target,hash}', c.entry ->> 'member', c.entry ->> 'fact')
            hub.digest(c.entry #>> '{target,hash}') as hash, c.entry ->> 'member' as member, c.entry ->> 'fact' as fact,
            coalesce(again.entry ->> 'value', c.entry ->> 'value') as value
        from lines as c left join lines as again
            on again.event = 'corrected' and again.entry ->> 'member' = 'value' and again.entry ->> 'fact' is null
            and again.entry #>> '{target,hash}' = encode(c.hash, 'hex')
        where c.event = 'corrected'
        order by c.entry #>> '{target,hash}', c.entry ->> 'member', c.entry ->> 'fact', c.n desc, c.desk desc, again.n desc
    ), live as (
        select l.*, coalesce(hub.moment(c.value), l.occurred) as at from lines as l
        left join corrections as c on c.hash = l.hash and c.member = 'occurred'
        where l.hash not in (select hash from back where hash is not null)
    ), opening as (
        select * from live where event = 'opened' order by n, desk limit 1
    ), ending as (
        select * from live where event = 'ended' order by n desc, desk desc limit 1
    ), closing as (
        select * from live where event = 'closed' order by n desc, desk desc limit 1
    ), taken as (
        select o.hash, o.n, o.desk, p.key as attachment, p.value as playbook, o.entry ->> 'noticed' as noticed
        from opening as o, jsonb_each(o.entry -> 'playbooks') as p
        union all
        select hash, n, desk, entry ->> 'attachment', entry -> 'playbook', entry ->> 'noticed' from live where event = 'attached'
    ), held as (
        select distinct on (t.attachment) t.attachment, t.playbook, coalesce(hub.moment(c.value), hub.moment(t.noticed)) as noticed
        from taken as t left join corrections as c on c.hash = t.hash and c.member = 'noticed'
        order by t.attachment, t.n, t.desk
    ), roster as (
        select entry -> 'roster' as roster from live where event in ('opened', 'roster-updated') order by n desc, desk desc limit 1
    ), given as (
        select distinct on (f.key) f.key as fact, l.at,
            coalesce(c.value, case jsonb_typeof(f.value) when 'string' then f.value #>> '{}' end) as value
        from live as l
        cross join lateral jsonb_each(case jsonb_typeof(l.entry -> 'facts') when 'object' then l.entry -> 'facts' else '{}' end) as f
        left join corrections as c on c.hash = l.hash and c.member = 'value' and c.fact = f.key
        order by f.key, l.n desc, l.desk desc
    ), answers as (
        select coalesce(jsonb_object_agg(fact, value), '{}') as answers from given
    ), ticks as (
        select distinct on (entry ->> 'step') entry ->> 'step' as address, event, at, entry ->> 'actor' as actor
        from live
        where event in ('step-done', 'step-skipped', 'step-could-not', 'step-deferred', 'rounds-finished')
        order by entry ->> 'step', (event = 'rounds-finished') desc, n desc, desk desc
    ), steps as (
        select h.attachment, h.noticed, h.playbook ->> 'id' as playbook, coalesce(h.playbook -> 'facts', '{}') as own, s.value as step, s.ordinality as place,
            h.attachment || '/' || (s.value ->> 'id') as base, z.key as zone,
            h.attachment || '/' || (s.value ->> 'id') || coalesce('@' || z.key, '') as address
        from held as h
        cross join lateral jsonb_array_elements(h.playbook -> 'steps') with ordinality as s
        left join roster as r on s.value ->> 'each' = 'zone'
        left join lateral jsonb_object_keys(r.roster -> 'zones') as z (key) on true
    ), judged as materialized (
        select s.*, t.event, t.at, t.actor,
            case when s.step ? 'when' then hub.holds(s.step -> 'when', a.answers, s.attachment, s.own, s.zone) else true end as applies,
            coalesce((s.step ->> 'safety')::boolean, false) as safety,
            case
                when (s.step ->> 'opening')::boolean then (select at from opening)
                when (s.step ->> 'repeats')::boolean then (
                    select e.at from (select * from closing where s.step ->> 'stage' = 'review'
                                      union all select * from ending where s.step ->> 'stage' <> 'review') as e
                    where exists (select from ticks as r where r.event = 'step-done' and starts_with(r.address, s.base || '@')))
                when jsonb_typeof(s.step -> 'ask') = 'array' and not s.step ?| array['contact', 'approval', 'each'] then (
                    select max(g.at) from jsonb_array_elements_text(s.step -> 'ask') as f (fact) left join given as g on g.fact
                        = case when s.attachment <> 'general' and s.own ? f.fact then s.attachment || '.' || f.fact else f.fact end
                    having count(*) = count(g.fact))
            end as followed
        from steps as s left join ticks as t on t.address = s.address cross join answers as a
    ), standing as materialized (
        select j.*,
            case
                when event in ('step-done', 'rounds-finished') then 'done'
                when event = 'step-skipped' then 'skipped'
                when event = 'step-could-not' then 'could-not'
                when event = 'step-deferred' and applies is false then 'not-applicable'
                when followed is not null and (applies or (applies is null and safety)) then 'done'
                when event = 'step-deferred' then 'deferred'
                when applies is false then 'not-applicable'
                when applies is null and not safety then 'waiting'
                else 'todo'
            end as stands,
            case when j.step ? 'same' then (
                select min(o.attachment || '/' || (x.value ->> 'id')) from held as o
                cross join lateral jsonb_array_elements(o.playbook -> 'steps') as x
                join ticks as t on t.address = o.attachment || '/' || (x.value ->> 'id') and t.event = 'step-done'
                where x.value ->> 'same' = j.step ->> 'same' and o.playbook ->> 'id' <> j.playbook and t.at >= j.noticed
            ) end as perhaps_as
        from judged as j
    )
    select
        s.address, s.step ->> 'stage', s.step #>> '{do,zh}', s.step #>> '{do,en}',
        array(select jsonb_array_elements_text(case jsonb_typeof(s.step -> 'actor') when 'array' then s.step -> 'actor'
                                               when 'string' then jsonb_build_array(s.step -> 'actor') else '[]' end)),
        s.safety, s.zone,
        case when s.stands in ('todo', 'deferred', 'waiting')
                and ((select entry -> 'settled' from closing) ? s.address
                     or (select entry ->> 'outcome' from ending)
                        in ('false-alarm', 'opened-by-mistake', 'same-as', 'below-plan', 'turned-real'))
            then 'skipped' else s.stands end,
        coalesce(s.at, case when s.stands = 'done' then s.followed end), s.actor,
        case
            when not s.step ? 'within' then null
            when s.step #> '{from,step}' is not null
                then (select t.at from ticks as t where t.address = s.attachment || '/' || (s.step #>> '{from,step}') and t.event = 'step-done')
            when s.step #> '{from,fact}' is not null
                then (select hub.moment(g.value) from given as g where g.fact
                    = case when s.attachment <> 'general' and s.own ? (s.step #>> '{from,fact}') then s.attachment || '.' else '' end
                      || (s.step #>> '{from,fact}'))
            when s.step -> 'from' is not null then null
            else s.noticed
        end + hub.span(s.step ->> 'within'),
        case when s.stands in ('todo', 'deferred') then s.perhaps_as end
    from standing as s
    union all
    select 'orders/' || (o.entry ->> 'order'), 'respond', o.entry ->> 'text', o.entry ->> 'text', array[o.entry ->> 'to'], false, null,
        case when t.event = 'step-done' then 'done' when t.event = 'step-skipped' then 'skipped'
             when t.event = 'step-could-not' then 'could-not'
             when (select entry -> 'settled' from closing) ? ('orders/' || (o.entry ->> 'order'))
                 or (select entry ->> 'outcome' from ending)
                    in ('false-alarm', 'opened-by-mistake', 'same-as', 'below-plan', 'turned-real') then 'skipped'
             when t.event = 'step-deferred' then 'deferred' else 'todo' end,
        t.at, t.actor, hub.moment(o.entry ->> 'due'), null
    from live as o left join ticks as t on t.address = 'orders/' || (o.entry ->> 'order') where o.event = 'ordered';
exception when data_exception then return;  -- what a hall sent as its plan is none: that is no reason to show nothing of the others
end $$;

drop function if exists hub.said(jsonb, text, text);
drop view if exists hub.halls, hub.drills, hub.reports_due, hub.lateness, hub.steps, hub.incidents, hub.entries;

create view hub.entries as
select hall, incident, starts_with(incident, 'drill-') as drill, desk, n, event, occurred, recorded, received,
    entry ->> 'by' as by, entry ->> 'actor' as actor, entry ->> 'step' as step,
    case jsonb_typeof(entry -> 'text') when 'string' then entry ->> 'text' end as text,
    recorded - occurred as entered_after, received - recorded as arrived_after,
    regexp_replace(left(encode(hash, 'hex'), 20), '(....)(?!$)', '\1 ', 'g') as code, seq, entry
from hub.line;

create view hub.incidents as
select i.hall, i.incident, starts_with(i.incident, 'drill-') as drill, i.state, i.playbook,
    o.title ->> 'zh' as title_zh, o.title ->> 'en' as title_en, o.facts ->> 'place' as place, o.facts ->> 'zone' as zone,
    i.noticed, i.ended, i.outcome, i.closed, l.entries, l.desks, l.last
from hub.incident as i
left join lateral (  -- a whole plan is unpacked for each of these two, and not for each column
    select entry #> array['playbooks', i.playbook, 'title'] as title, entry -> 'facts' as facts from hub.line as l
    where l.hall = i.hall and l.incident = i.incident and l.event = 'opened' order by n, desk limit 1
) as o on true
left join lateral (
    select count(*) as entries, count(distinct desk) as desks, max(received) as last from hub.line as l
    where l.hall = i.hall and l.incident = i.incident
) as l on true
where i.incident <> 'readiness';

create view hub.steps as
select i.hall, i.incident, starts_with(i.incident, 'drill-') as drill, i.state, b.*
from hub.incident as i cross join lateral hub.board(i.hall, i.incident) as b
where i.incident <> 'readiness';

create view hub.lateness as
select hall, incident, drill, state, step, stage, order_zh, order_en, responsible, zone, status, at, due,
    coalesce(case when status = 'done' then at end, now()) - due as late
from hub.steps
where due is not null and perhaps_as is null
    and ((status in ('todo', 'deferred') and due < now()) or (status = 'done' and due < at));

create view hub.reports_due as
select r.hall, r.incident, r.drill, r.state, r.report, r.since, r.since + m.within as due
from (
    select i.hall, i.incident, starts_with(i.incident, 'drill-') as drill, i.state,
        case when i.state = 'responding' and l.last is null then 'initial' when i.state = 'responding' then 'follow-up'
             else 'final' end as report,
        case when i.state = 'responding' then coalesce(l.last, i.noticed) else i.ended end as since
    from hub.incident as i
    left join lateral (
        select max(occurred) as last, bool_or(entry ->> 'document' = 'final') as final from hub.line as l
        where l.hall = i.hall and l.incident = i.incident and l.event = 'issued'
            and entry ->> 'document' in ('initial', 'follow-up', 'final')
    ) as l on true
    where i.state <> 'closed'  -- what the index of open incidents goes by
        and (i.state = 'responding'
            or (i.state = 'ended' and i.outcome in ('handled', 'handed-over') and not coalesce(l.final, false)))
) as r left join hub.report_limit as m using (report);

create view hub.drills as
select i.hall, i.incident, i.playbook, i.noticed, i.ended, i.outcome, i.state,
    coalesce(i.outcome in ('handled', 'handed-over'), false) as completed
from hub.incident as i
where starts_with(i.incident, 'drill-');

create view hub.halls as
select h.name as hall, h.since,
    (select l.received from hub.line as l where l.hall = h.name order by l.seq desc limit 1) as last,
    (select count(*) from hub.incident as i where i.hall = h.name and i.state <> 'closed' and i.state <> 'none'
         and not starts_with(i.incident, 'drill-')) as open,
    (select max(noticed) from hub.drills as d where d.hall = h.name and d.completed) as last_drill
from hub.hall as h;

revoke all on all functions in schema hub from public;
grant execute on function hub.moment(text), hub.digest(text), hub.span(text), hub.telling(text, text), hub.holds(jsonb, jsonb, text, jsonb, text),
    hub.board(text, text) to hub_reader;
grant select on hub.entries, hub.incidents, hub.steps, hub.lateness, hub.reports_due, hub.drills, hub.halls, hub.report_limit
    to hub_reader;
