-- The tables of a hub (docs/hub.md). Run again at will: it brings older tables up to date and changes nothing else.
-- The clients never write anything but (hall, incident, desk, body); all other columns are made here, from the bytes.

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
    hall text not null references hub.hall (name),
    incident text not null,
    desk text not null,
    hash bytea not null,
    prev bytea not null,
    n bigint not null,
    seq bigint not null unique,
    received timestamptz not null,
    recorded timestamptz not null,
    occurred timestamptz not null,
    event text not null,
    body bytea not null,
    entry jsonb not null,
    primary key (hall, incident, desk, hash)
);
create index if not exists line_hall_seq on hub.line (hall, seq);

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

create or replace function hub.own_hall() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select name from hub.hall where role = session_user $$;

create or replace function hub.refuse(code text, what text, said text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin raise exception using errcode = code, message = what, detail = said; end $$;

-- Section 2 of docs/record.md, as far as a database can see it: whoever reads the lines checks every byte again.
-- Each question goes by its key, however few lines there were when it was planned.
create or replace function hub.take() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
declare
    size constant integer := octet_length(new.body);
    line text;
    e jsonb;
    own_incident text;
    own_desk text;
    own_hash text;
    own_prev text;
    said text := new.incident || ' ' || new.desk;
    highest bigint;
    missing boolean := false;
    n_there bigint;
    other record;
begin
    if size > 67108864 then
        perform hub.refuse('HB001', 'this line is too long', said);
    end if;
    begin
        line := convert_from(new.body, 'UTF8');
        if position('\u0000' in line) > 0 then  -- jsonb holds no NUL: in its place is U+FFFD, and the bytes are beside it
            line := regexp_replace(line, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g');
        end if;
        e := line::jsonb;
        new.n := (e ->> 'n')::bigint;
        new.recorded := (e ->> 'recorded')::timestamptz;
        new.occurred := (e ->> 'occurred')::timestamptz;
    exception when others then
        perform hub.refuse('HB002', 'this is not a line of a record', said);
    end;
    new.event := e ->> 'event';
    own_incident := e ->> 'incident';
    own_desk := e ->> 'desk';
    own_hash := e ->> 'hash';
    own_prev := e ->> 'prev';
    said := coalesce(said || ' ' || new.n, said);
    -- Its beginning and its end as they have to be around what it says: looking for them by pattern takes 30 times as long.
    if starts_with(line, concat(
            '{"v":', e ->> 'v', ',"incident":"', own_incident, '","desk":"', own_desk, '","n":', new.n,
            ',"recorded":"', e ->> 'recorded', '","up":', e ->> 'up', ',"boot":"', e ->> 'boot',
            '","occurred":"', e ->> 'occurred', '","by":"')) is not true
        or right(line, 149) <> concat(',"prev":"', own_prev, '","hash":"', own_hash, '"}')
        or translate(concat(own_prev, own_hash, e ->> 'boot'), '0123456789abcdef', '') <> ''
        or length(own_prev) <> 64 or length(own_hash) <> 64 or length(e ->> 'boot') <> 8
        or translate(own_desk, '23456789bcdfghjkmnpqrstvwxz', '') <> '' or length(own_desk) <> 6
        or translate(own_incident, 'abcdefghijklmnopqrstuvwxyz0123456789-', '') <> ''
        or '-' || own_incident || '-' like '%--%'
        or translate(concat(e ->> 'v', e ->> 'up'), '0123456789', '') <> ''
        or new.n < 1 or coalesce(e ->> 'by', '') = '' or coalesce(new.event, '') = ''
        or translate(e ->> 'recorded', '0123456789-', '+++++++++++') <> '++++++++++T++:++:++.++++++:++'
        or translate(e ->> 'occurred', '0123456789-', '+++++++++++') <> '++++++++++T++:++:++.++++++:++'
        or new.occurred > new.recorded
        or line ~ '[\x01-\x1f\x7f]'
        or jsonb_typeof(e -> 'event') <> 'string' or jsonb_typeof(e -> 'by') <> 'string'
        or coalesce(jsonb_typeof(e -> 'seen'), 'object') <> 'object'
    then
        perform hub.refuse('HB002', 'this is not a line of a record', said);
    end if;
    if (select count(*) from json_object_keys(line::json)) <> (select count(*) from jsonb_object_keys(e)) then
        perform hub.refuse('HB002', 'this is not a line of a record', said);
    end if;
    if size > 1048576 and new.event not in ('opened', 'attached', 'roster-updated', 'destroyed') then
        perform hub.refuse('HB001', 'this line is too long', said);
    end if;
    if own_incident <> new.incident or own_desk <> new.desk or length(own_incident) > 80 then
        perform hub.refuse('HB003', 'this line is of another incident or desk', said);
    end if;
    new.entry := e;
    new.hash := decode(own_hash, 'hex');
    new.prev := decode(own_prev, 'hex');
    if sha256(substring(new.body for size - 75)) <> new.hash then
        perform hub.refuse('HB004', 'the bytes of this line do not match its hash', said);
    end if;

    -- One line of a hall after the other: whoever has read up to a number has then read everything before it.
    perform pg_advisory_xact_lock(hashtextextended('hub ' || new.hall, 0));
    if exists (select from hub.line as l where (l.hall, l.incident, l.desk, l.hash)
               = (new.hall, new.incident, new.desk, new.hash)) then
        return null;
    end if;

    if new.prev = sha256(convert_to(new.incident || '/' || new.desk, 'UTF8')) then
        highest := 0;
    else
        select l.n into highest from hub.line as l
        where (l.hall, l.incident, l.desk, l.hash) = (new.hall, new.incident, new.desk, new.prev);
        if highest is null then
            perform hub.refuse('HB005', 'this line follows one that is not here', said);
        end if;
    end if;
    for other in select key as desk, value as hash from jsonb_each_text(e -> 'seen') where e ? 'seen' loop
        if translate(other.desk, '23456789bcdfghjkmnpqrstvwxz', '') <> '' or length(other.desk) <> 6
            or translate(other.hash, '0123456789abcdef', '') <> '' or length(other.hash) <> 64 then
            perform hub.refuse('HB002', 'this is not a line of a record', said);
        end if;
        select l.n into n_there from hub.line as l
        where (l.hall, l.incident, l.desk, l.hash) = (new.hall, new.incident, other.desk, decode(other.hash, 'hex'));
        missing := missing or n_there is null;
        highest := greatest(highest, n_there);
    end loop;
    -- Of what somebody has seen elsewhere and nobody has sent yet the number is not known: docs/record.md, section 2.
    if new.n <= highest or (not missing and new.n <> highest + 1)
        or (missing and new.n > 1000000 + (select count(*) from hub.line as l
                                           where l.hall = new.hall and l.incident = new.incident)) then
        perform hub.refuse('HB006', 'the number of this line is not the one that follows', said);
    end if;

    new.seq := nextval('hub.arrival');
    new.received := clock_timestamp();
    return new;
end $$;

-- The state of an incident from its lines (docs/record.md, section 3): in record order, without what was taken back.
create or replace function hub.settle(of_hall text, of_incident text) returns void
language sql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off set jit = off
as $$
    with lines as materialized (
        select hash, n, desk, event, entry, occurred from hub.line
        where hall = of_hall and incident = of_incident
            and event in ('opened', 'ended', 'closed', 'reopened', 'corrected')
    ), back as (
        select decode(entry #>> '{target,hash}', 'hex') as hash from lines where event = 'reopened'
    ), live as (
        select * from lines where hash not in (select hash from back where hash is not null)
    ), opening as (
        select * from lines where event = 'opened' order by n, desk limit 1
    ), ending as (
        select * from live where event = 'ended' order by n desc, desk desc limit 1
    ), closing as (
        select * from live where event = 'closed' order by n desc, desk desc limit 1
    ), renoticed as (
        select c.entry ->> 'value' as noticed from lines as c join opening as o
            on c.entry #>> '{target,hash}' = encode(o.hash, 'hex')
        where c.event = 'corrected' and c.entry ->> 'member' = 'noticed' order by c.n desc, c.desk desc limit 1
    )
    insert into hub.incident as i (hall, incident, state, playbook, noticed, outcome, ended, closed)
    select of_hall, of_incident,
        case when exists (select from closing) then 'closed' when exists (select from ending) then 'ended'
             when exists (select from opening) then 'responding' else 'none' end,
        (select entry ->> 'playbook' from opening),
        coalesce((select noticed from renoticed), (select entry ->> 'noticed' from opening))::timestamptz,
        (select entry ->> 'outcome' from ending), (select occurred from ending), (select occurred from closing)
    on conflict (hall, incident) do update set (state, playbook, noticed, outcome, ended, closed)
        = (excluded.state, excluded.playbook, excluded.noticed, excluded.outcome, excluded.ended, excluded.closed)
$$;

create or replace function hub.took() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$ begin perform hub.settle(new.hall, new.incident); return null; end $$;

create or replace function hub.never() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin perform hub.refuse('HB007', 'a hub only takes lines: none is changed or removed', tg_op); return null; end $$;

drop trigger if exists take on hub.line;
create trigger take before insert on hub.line for each row execute function hub.take();
drop trigger if exists took on hub.line;
create trigger took after insert on hub.line for each row
    when (new.event in ('opened', 'ended', 'closed', 'reopened', 'corrected') or new.n = 1)
    execute function hub.took();
drop trigger if exists never on hub.line;
create trigger never before update or delete or truncate on hub.line for each statement execute function hub.never();

-- A hall writes and reads its own lines and nothing else; the county reads all of them and writes none.
alter table hub.line enable row level security;
alter table hub.incident enable row level security;
alter table hub.hall enable row level security;
drop policy if exists own on hub.line;
create policy own on hub.line for select to hub_hall using (hall = (select hub.own_hall()));
drop policy if exists own_new on hub.line;
create policy own_new on hub.line for insert to hub_hall with check (hall = (select hub.own_hall()));
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
grant insert (hall, incident, desk, body) on hub.line to hub_hall;
grant execute on function hub.own_hall() to hub_hall, hub_reader;

insert into hub.version (version) values (1) on conflict do nothing;
