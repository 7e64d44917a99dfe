import { ObligationsOfTarget } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { PageTurner, usePaging } from "../shell/PageTurner";
import { Signal } from "../shell/Signal";
import { Answered, Nothing, Section } from "../shell/states";
import { wordFor } from "../words";
import { ChosenObligations } from "../work/ChosenObligations";

const PAGE_ROWS = 50;

/** 周督促、月研判、季汇报 of a target, those that are done too. */
export function ObligationsOf({ targetId, unitName }: { targetId: string; unitName: string }) {
  const words = useWords();
  const tier = tierOfId(targetId) ?? "COUNTY";
  const paging = usePaging();
  const asked = useAskTier(ObligationsOfTarget, tier, { id: targetId, first: PAGE_ROWS, after: paging.after });
  return (
    <Section title={words.todo.obligations}>
      <Answered asked={asked}>
        {({ roundTarget }) => {
          const { nodes = [], pageInfo } = roundTarget?.obligations ?? {};
          return (
            <>
              {nodes.length === 0 && <Nothing text={words.nothingYet} />}
              <ChosenObligations obligations={nodes} tier={tier} unitOf={() => unitName}>
                {({ kind, ordinal, dueOn, overdue, status, lapsed, doneOn, doneBy, note }) => (
                  <>
                    <Signal colour={overdue ? "RED" : undefined}>{wordFor(words.obligation, kind)}</Signal>{" "}
                    {[words.todo.ordinal(ordinal), wordFor(words.obligationStatus, lapsed ? "LAPSED" : status)].join(
                      " · ",
                    )}
                    <div className="quiet">
                      {[`${words.todo.due} ${dueOn}`, doneOn && `${words.obligationStatus.DONE} ${doneOn}`, doneBy]
                        .filter(Boolean)
                        .join(" · ")}
                    </div>
                    {note && <div>{note}</div>}
                  </>
                )}
              </ChosenObligations>
              <PageTurner pageInfo={pageInfo} paging={paging} />
            </>
          );
        }}
      </Answered>
    </Section>
  );
}
