-- 关注 More that can be followed (docs/adr/0032-more-followed.md): alerts about what is submitted by whoever reads the submission, joint
-- supervision by each member, and releases by whoever they came to.

alter table live_event add column supervision_id text;
alter table live_event add column release_id text;
-- which deadline turned yellow or red: whoever reads the submission does not read the alert
alter table live_event add column clock text;
alter table live_event drop constraint live_event_kind;
alter table live_event add constraint live_event_kind check (kind in ('PUBLICATION_SUBMITTED', 'PUBLICATION_ACCEPTED',
  'PUBLICATION_RETURNED', 'PUBLICATION_RECALLED', 'FINDING_STATUS_CHANGED', 'ORDER_STATUS_CHANGED', 'ORDER_REMINDED',
  'ALERT_YELLOW', 'ALERT_RED', 'SUPERVISION_CHANGED', 'RELEASE_RECEIVED', 'RELEASE_WITHDRAWN'));
alter table live_event drop constraint live_event_about;
-- of an alert, the submission that stood at that moment
alter table live_event add constraint live_event_about
  check (num_nonnulls(coalesce(alert_id, publication_id), order_id, supervision_id, release_id) = 1);
alter table live_event add constraint live_event_clock check (clock is null or alert_id is not null);

alter policy reads on live_event
  using (case
    when order_id is not null then exists (select 1 from office_order o
      where o.id = live_event.order_id and o.office = live_event.office offset 0)
    when supervision_id is not null then exists (select 1 from supervision s
        where s.id = live_event.supervision_id and s.office = live_event.office offset 0)
      or exists (select 1 from received_supervision s
        where s.id = live_event.supervision_id and s.office = live_event.office offset 0)
    when release_id is not null then exists (select 1 from received_release r
      where r.id = live_event.release_id and r.office = live_event.office offset 0)
    when alert_id is not null and exists (select 1 from alert a where a.id = live_event.alert_id offset 0) then true
    when finding_id is not null then exists (select 1 from published_finding f
      where f.publication_id = live_event.publication_id and f.finding_id = live_event.finding_id
        and (live_event.alert_id is null or f.office <> (select reading_office())) offset 0)
    when alert_id is not null then exists (select 1 from submitted_to_me m join publication p on p.id = m.publication_id
      where p.id = live_event.publication_id and p.office <> (select reading_office()) offset 0)
    else exists (select 1 from publication p where p.id = live_event.publication_id offset 0) end);
