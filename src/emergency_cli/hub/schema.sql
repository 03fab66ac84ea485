-- The tables of a hub (docs/hub.md). Run again at will: it brings older tables up to date and changes nothing else.
-- The clients write nothing: they call hub.put with lines, and everything else is made here, from the bytes.

create schema if not exists hub;

create table if not exists hub.version (version integer primary key, since timestamptz not null default now());

do $$ begin create role hub_hall nologin; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role hub_reader nologin; exception when duplicate_object or unique_violation then null; end $$;

create table if not exists hub.hall (
    name text primary key check (name = btrim(name) and octet_length(name) between 1 and 60 and name !~ '[[:cntrl:]]'),
    role text not null unique,
    since timestamptz not null default now()
);

create sequence if not exists hub.arrival;

create table if not exists hub.line (
    hall text not null,
    incident text not null,
    desk text not null,
    hash bytea not null,
    prev bytea not null,
    n bigint not null,
    seq bigint not null,
    received timestamptz not null,
    recorded timestamptz not null,
    occurred timestamptz not null,
    event text not null,
    body bytea not null,
    entry jsonb not null,
    primary key (hall, incident, desk, hash)
);
-- Tables of version 1 checked row by row, and had an index and a foreign key more: hub.put takes the hall from hub.hall.
drop trigger if exists take on hub.line;
drop trigger if exists took on hub.line;
drop function if exists hub.take(), hub.took();
alter table hub.line drop constraint if exists line_hall_fkey, drop constraint if exists line_seq_key;
create index if not exists line_hall_seq on hub.line (hall, seq);
-- The answers of rounds, among them what a review decided on: of the years before nothing else is asked for.
create index if not exists line_round on hub.line (hall, incident) where entry ? 'facts' and (entry ->> 'facts') ~ '@\d+"';
do $$ begin
    alter table hub.line alter column body set compression lz4, alter column entry set compression lz4;
exception when feature_not_supported then null;  -- a server built without it
end $$;

-- What follows from the lines of an incident, made anew from them whenever one comes that may change it. `closed` is a
-- time, `ended` another; all by the clock of the desk that said so.
create table if not exists hub.incident (
    hall text not null references hub.hall (name),
    incident text not null,
    state text not null default 'none',
    playbook text,
    noticed timestamptz,
    outcome text,
    ended timestamptz,
    closed timestamptz,
    primary key (hall, incident)
);
create index if not exists incident_open on hub.incident (hall, noticed) where state <> 'closed';
create index if not exists incident_drill on hub.incident (hall, noticed) where starts_with(incident, 'drill-');

create or replace function hub.own_hall() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select name from hub.hall where role = session_user $$;

create or replace function hub.refuse(code text, what text, said text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin raise exception using errcode = code, message = what, detail = said; end $$;

create or replace function hub.refuse_if(fault text, said text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin
    if fault is not null then
        perform hub.refuse(fault, case fault
            when 'HB001' then 'this line is too long'
            when 'HB002' then 'this is not a line of a record'
            when 'HB003' then 'this line is of another incident or desk'
            when 'HB004' then 'the bytes of this line do not match its hash'
            when 'HB005' then 'this line follows one that is not here'
            when 'HB006' then 'the number of this line is not the one that follows'
        end, said);
    end if;
end $$;

-- What words mean that a line may hold in the place of a time or of another line's hash; null for any others: a reader
-- takes such a line too, and makes nothing of it. Clients read no time that is infinite or of no year with four digits.
create or replace function hub.moment(said text) returns timestamptz
language plpgsql immutable strict set search_path = pg_catalog, pg_temp
as $$
declare
    found timestamptz;
begin
    if said ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d{1,6})?)?([+-]\d\d:\d\d|Z)$' then
        found := said::timestamptz;
    end if;
    return case when found between '1000-01-01Z' and '9999-01-01Z' then found end;
exception when data_exception then return null;
end $$;

create or replace function hub.digest(said text) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select case when said ~ '^[0-9a-f]{64}$' then decode(said, 'hex') end $$;

-- Lines as they are kept, their place in `seq`, and the first fault that each shows by itself. Fails with a data exception
-- for what cannot be read at all.
create or replace function hub.lines_of(
    own text, of_incident text, desks text[], bodies bytea[], out lines hub.line[], out fault text
)
language sql immutable set search_path = pg_catalog, pg_temp
as $$
    with given as materialized (
        select place, desk, body, octet_length(body) as size,
            case when octet_length(body) <= 67108864 then convert_from(body, 'UTF8') end as said
        from unnest(desks, bodies) with ordinality as x (desk, body, place)
    ), parsed as (
        select *, case when position('\u0000' in said) > 0  -- jsonb holds no NUL: in its place is U+FFFD, and the bytes are beside it
                  then regexp_replace(said, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g') else said end as line
        from given
    ), told as materialized (
        select parsed.*, e, (e ->> 'n')::bigint as n, (e ->> 'recorded')::timestamptz as recorded,
            (e ->> 'occurred')::timestamptz as occurred, e ->> 'event' as event, e ->> 'hash' as hash, e ->> 'prev' as prev,
            e ->> 'v' as v, e ->> 'up' as up, e ->> 'boot' as boot
        from parsed cross join lateral (select line::jsonb as e offset 0) as once
    ), judged as (
        select told.*, case
            when size > 67108864 then 'HB001'
            -- Its beginning and its end as they have to be around what it says: looking for them by pattern takes 30 times as long.
            when (
                starts_with(line, concat(
                    '{"v":', v, ',"incident":"', e ->> 'incident', '","desk":"', e ->> 'desk', '","n":', n,
                    ',"recorded":"', e ->> 'recorded', '","up":', up, ',"boot":"', boot,
                    '","occurred":"', e ->> 'occurred', '","by":"'))
                and right(line, 149) = concat(',"prev":"', prev, '","hash":"', hash, '"}')
                and translate(concat(prev, hash, boot), '0123456789abcdef', '') = ''
                and length(prev) = 64 and length(hash) = 64 and length(boot) = 8
                and translate(e ->> 'desk', '23456789bcdfghjkmnpqrstvwxz', '') = '' and length(e ->> 'desk') = 6
                and translate(e ->> 'incident', 'abcdefghijklmnopqrstuvwxyz0123456789-', '') = ''
                and concat('-', e ->> 'incident', '-') not like '%--%'
                and translate(concat(v, up), '0123456789', '') = ''
                and n >= 1 and e ->> 'by' <> '' and event <> ''
                and translate(e ->> 'recorded', '0123456789-', '+++++++++++') = '++++++++++T++:++:++.++++++:++'
                and translate(e ->> 'occurred', '0123456789-', '+++++++++++') = '++++++++++T++:++:++.++++++:++'
                and occurred <= recorded
                -- What the database reads as another time, and a reader not at all.
                and greatest(substr(e ->> 'recorded', 12, 2), substr(e ->> 'occurred', 12, 2)) < '24'
                and greatest(substr(e ->> 'recorded', 18, 2), substr(e ->> 'occurred', 18, 2)) < '60'
                and '-00:00' not in (right(e ->> 'recorded', 6), right(e ->> 'occurred', 6))
                -- The other control characters are none of JSON's.
                and position(E'\t' in line) + position(E'\n' in line) + position(E'\r' in line) + position(E'\x7f' in line) = 0
                and jsonb_typeof(e -> 'event') = 'string' and jsonb_typeof(e -> 'by') = 'string'
                and coalesce(jsonb_typeof(e -> 'seen'), 'object') = 'object'
                and (select count(*) from json_object_keys(line::json)) = (select count(*) from jsonb_object_keys(e))
                and not exists (select from jsonb_each_text(e -> 'seen') where (
                    translate(key, '23456789bcdfghjkmnpqrstvwxz', '') = '' and length(key) = 6
                    and translate(value, '0123456789abcdef', '') = '' and length(value) = 64) is not true)
            ) is not true then 'HB002'
            when size > 1048576 and event not in ('opened', 'attached', 'roster-updated', 'destroyed') then 'HB001'
            when (e ->> 'incident' = of_incident and e ->> 'desk' = desk and length(of_incident) <= 80) is not true then 'HB003'
            when sha256(substring(body for size - 75)) <> decode(hash, 'hex') then 'HB004'
        end as fault
        from told
    )
    select array_agg((own, of_incident, desk, decode(hash, 'hex'), decode(prev, 'hex'), n, place, null, recorded, occurred,
                      event, body, e)::hub.line order by place),
        (array_agg(fault order by place) filter (where fault is not null))[1]
    from judged
$$;

-- Whether lines continue what is here and each other: the first fault, and the places of those that are not here yet.
create or replace function hub.chain(own text, of_incident text, lines hub.line[], out fault text, out fresh bigint[])
language sql stable set search_path = pg_catalog, pg_temp
as $$
    with given as materialized (
        select desk, hash, prev, n, seq as place, entry -> 'seen' as seen,
            prev = sha256(convert_to(of_incident || '/' || desk, 'UTF8')) as first
        from unnest(lines)
    ), named as materialized (
        select place, true as own, desk, prev as hash from given where not first
        union all
        select place, false, key, decode(value, 'hex') from given, jsonb_each_text(seen)
    ), there as materialized (  -- asked for one by one: each goes by the whole key
        select desk, hash, (select l.n from hub.line as l where (l.hall, l.incident, l.desk, l.hash)
                            = (chain.own, of_incident, x.desk, x.hash)) as n
        from (select desk, hash from named union select desk, hash from given) as x
    ), followed as materialized (
        select x.place, x.own, coalesce(t.n, g.n) as n
        from named as x left join there as t using (desk, hash)
        left join given as g on g.desk = x.desk and g.hash = x.hash and g.place < x.place
    ), follows as (
        select place, bool_or(own and n is null) as loose, bool_or(n is null) as missing, max(n) as highest
        from followed group by place
    ), judged as (
        select g.place, row_number() over (partition by desk, hash order by g.place) = 1 as foremost, case
            when f.loose then 'HB005'
            -- Of what somebody has seen elsewhere and nobody has sent yet the number is not known: docs/record.md, section 2.
            when g.n <= coalesce(f.highest, 0) or (f.missing is not true and g.n <> coalesce(f.highest, 0) + 1)
                or (f.missing and g.n > 1000000 + g.place + (select count(*) from hub.line as l
                                                   where l.hall = chain.own and l.incident = of_incident)) then 'HB006'
        end as fault
        from given as g join there as t using (desk, hash) left join follows as f on f.place = g.place
        where t.n is null
    )
    select (array_agg(fault order by place) filter (where fault is not null))[1],
        array_agg(place order by place) filter (where foremost)
    from judged
$$;

-- Lines of an incident in the order given, each after those that it follows: all are taken, or none. How many were new.
-- Section 2 of docs/record.md, as far as a database can see it: whoever reads the lines checks every byte again. They are
-- looked at together, since most of what a line costs is asking for it by itself; and each time anew how, as a plan made
-- while the table was small would read all of a hall for every line.
create or replace function hub.put(of_incident text, desks text[], bodies bytea[]) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_seqscan = off set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
    own constant text := hub.own_hall();
    lines hub.line[];
    fault text;
    fresh bigint[];
begin
    if own is null then
        perform hub.refuse('42501', 'this name belongs to no hall', session_user);
    end if;
    begin
        select lines_of.lines, lines_of.fault into lines, fault from hub.lines_of(own, of_incident, desks, bodies);
    exception when data_exception or program_limit_exceeded then
        perform hub.refuse('HB002', 'this is not a line of a record', of_incident);
    end;
    perform hub.refuse_if(fault, of_incident);
    if lines is null then
        return 0;
    end if;

    -- One sending of a hall after the other: whoever has read up to a number has then read everything before it.
    perform pg_advisory_xact_lock(hashtextextended('hub ' || own, 0));
    select chain.fault, chain.fresh into fault, fresh from hub.chain(own, of_incident, lines);
    perform hub.refuse_if(fault, of_incident);

    insert into hub.line
    select own, of_incident, desk, hash, prev, n, nextval('hub.arrival'), clock_timestamp(), recorded, occurred, event, body, entry
    from (select * from unnest(lines) where seq = any (fresh) order by seq) as line;
    if not exists (select from hub.incident where hall = own and incident = of_incident)
        or exists (select from unnest(lines)
                   where seq = any (fresh) and event in ('opened', 'ended', 'closed', 'reopened', 'corrected')) then
        begin
            perform hub.settle(own, of_incident);
        exception when data_exception then
            perform hub.refuse('HB002', 'this is not a line of a record', of_incident);
        end;
    end if;
    return coalesce(cardinality(fresh), 0);
end $$;

-- The state of an incident from its lines (docs/record.md, section 3): in record order, without what was taken back.
create or replace function hub.settle(of_hall text, of_incident text) returns void
language sql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off set jit = off
as $$
    with lines as materialized (
        select hash, n, desk, event, entry - '{playbooks,roster}'::text[] as entry, occurred from hub.line
        where hall = of_hall and incident = of_incident
            and event in ('opened', 'ended', 'closed', 'reopened', 'corrected')
    ), back as (
        select hub.digest(entry #>> '{target,hash}') as hash from lines where event = 'reopened'
    ), live as (
        select * from lines where hash not in (select hash from back where hash is not null)
    ), opening as (
        select * from lines where event = 'opened' order by n, desk limit 1
    ), ending as (
        select * from live where event = 'ended' order by n desc, desk desc limit 1
    ), closing as (
        select * from live where event = 'closed' order by n desc, desk desc limit 1
    ), renoticed as (
        select hub.moment(c.entry ->> 'value') as noticed from lines as c join opening as o
            on c.entry #>> '{target,hash}' = encode(o.hash, 'hex')
        where c.event = 'corrected' and c.entry ->> 'member' = 'noticed' and hub.moment(c.entry ->> 'value') is not null
        order by c.n desc, c.desk desc limit 1
    )
    insert into hub.incident as i (hall, incident, state, playbook, noticed, outcome, ended, closed)
    select of_hall, of_incident,
        case when exists (select from closing) then 'closed' when exists (select from ending) then 'ended'
             when exists (select from opening) then 'responding' else 'none' end,
        (select entry ->> 'playbook' from opening),
        coalesce((select noticed from renoticed), (select hub.moment(entry ->> 'noticed') from opening)),
        (select entry ->> 'outcome' from ending), (select occurred from ending), (select occurred from closing)
    on conflict (hall, incident) do update set (state, playbook, noticed, outcome, ended, closed)
        = (excluded.state, excluded.playbook, excluded.noticed, excluded.outcome, excluded.ended, excluded.closed)
$$;

create or replace function hub.never() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin perform hub.refuse('HB007', 'a hub only takes lines: none is changed or removed', tg_op); return null; end $$;

drop trigger if exists never on hub.line;
create trigger never before update or delete or truncate on hub.line for each statement execute function hub.never();

-- A hall writes and reads its own lines and nothing else; the county reads all of them and writes none.
alter table hub.line enable row level security;
alter table hub.incident enable row level security;
alter table hub.hall enable row level security;
drop policy if exists own on hub.line;
create policy own on hub.line for select to hub_hall using (hall = (select hub.own_hall()));
drop policy if exists own_new on hub.line;
drop policy if exists every on hub.line;
create policy every on hub.line for select to hub_reader using (true);
drop policy if exists own on hub.incident;
create policy own on hub.incident for select to hub_hall using (hall = (select hub.own_hall()));
drop policy if exists every on hub.incident;
create policy every on hub.incident for select to hub_reader using (true);
drop policy if exists own on hub.hall;
create policy own on hub.hall for select to hub_hall using (name = (select hub.own_hall()));
drop policy if exists every on hub.hall;
create policy every on hub.hall for select to hub_reader using (true);

revoke all on schema hub from public;
revoke all on all tables in schema hub from public, hub_hall, hub_reader;
revoke all on all functions in schema hub from public;
grant usage on schema hub to hub_hall, hub_reader;
grant select on hub.version, hub.hall, hub.incident, hub.line to hub_hall, hub_reader;
grant execute on function hub.own_hall() to hub_hall, hub_reader;
grant execute on function hub.put(text, text[], bytea[]) to hub_hall;

insert into hub.version (version) values (2) on conflict do nothing;
