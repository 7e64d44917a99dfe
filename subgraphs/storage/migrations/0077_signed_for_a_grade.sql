-- 联合审核 A party signs a grade: the one that was proposed when the review was opened, or that was proposed instead. Reviews of
-- before have none, and are signed anew once one is proposed.

alter table review_signature
  add column evaluation text
    constraint review_signature_evaluation check (evaluation in ('EXCELLENT', 'QUALIFIED', 'BASIC', 'FAILED'));

-- Whoever writes, and by whatever way: a grade is what all parties of the last review have signed.
create function rectification_graded() returns trigger language plpgsql as $$
begin
  if not coalesce((select bool_and(s.signed_by is not null and s.evaluation = new.evaluation)
                   from review_signature s where s.rectification_id = new.id
                     and s.review = (select max(l.review) from review_signature l where l.rectification_id = new.id)), false) then
    raise exception 'rectification %: not all parties have signed this grade', new.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger graded before update on rectification for each row
  when (old.status = 'JOINT_REVIEW' and new.status = 'EVALUATED') execute function rectification_graded();
