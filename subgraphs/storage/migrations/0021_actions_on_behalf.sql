-- 代录 of immediate actions: marked as all of the book that is entered on behalf (0017).
alter table immediate_action add column entered_by_office text;
create trigger mark_on_behalf before insert or update on immediate_action for each row execute function mark_on_behalf();
