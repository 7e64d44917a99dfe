-- 关注派单 Orders can be followed too (docs/LIVE.md): in each tier by whoever reads the row that stands there, in the region of the office that
-- is to do something.

alter table live_event alter column target_id drop not null;
alter table live_event add column order_id text;
alter table live_event add column order_status text;
alter table live_event drop constraint live_event_kind;
alter table live_event add constraint live_event_kind check (kind in ('PUBLICATION_SUBMITTED', 'PUBLICATION_ACCEPTED',
  'PUBLICATION_RETURNED', 'PUBLICATION_RECALLED', 'FINDING_STATUS_CHANGED', 'ORDER_STATUS_CHANGED', 'ORDER_REMINDED',
  'ALERT_YELLOW', 'ALERT_RED'));
alter table live_event drop constraint live_event_about;
alter table live_event add constraint live_event_about check (num_nonnulls(publication_id, alert_id, order_id) = 1);
alter table live_event add constraint live_event_order check (order_status is null or order_id is not null);

alter policy reads on live_event
  using (case
    when order_id is not null then exists (select 1 from office_order o
      where o.id = live_event.order_id and o.office = live_event.office offset 0)
    when alert_id is not null then exists (select 1 from alert a where a.id = live_event.alert_id offset 0)
    when finding_id is not null then exists (select 1 from published_finding f
      where f.publication_id = live_event.publication_id and f.finding_id = live_event.finding_id offset 0)
    else exists (select 1 from publication p where p.id = live_event.publication_id offset 0) end);
