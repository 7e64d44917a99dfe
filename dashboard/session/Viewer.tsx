import { createContext, type PropsWithChildren, useContext } from "react";
import { Viewer as ViewerQuestion } from "../generated/operations";
import type { ViewerQuery } from "../generated/types";
import { useAsk } from "../graph/useAsk";
import { OUT_OF_DATE } from "../rules/patience";
import { nameWithoutTier } from "../rules/tiers";
import { FailureShown, Loading } from "../shell/states";

export type Viewer = NonNullable<ViewerQuery["viewer"]>;

const ViewerContext = createContext<Viewer | undefined>(undefined);

/** Asks once who is signed in, and what these roles can do at all. */
export function ViewerOf({ children }: PropsWithChildren) {
  const { data, failure, loading, again } = useAsk(ViewerQuestion, {}, { steady: true });
  if (data?.viewer)
    return (
      <>
        {failure?.code === OUT_OF_DATE && <FailureShown failure={failure} />}
        <ViewerContext.Provider value={data.viewer}>{children}</ViewerContext.Provider>
      </>
    );
  if (loading || !failure) return <Loading />;
  return <FailureShown failure={failure} again={again} />;
}

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("outside of ViewerOf");
  return viewer;
}

const OF_OFFICE = ["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR"];
const OF_UNIT = ["UNIT_LIAISON", "UNIT_HEAD", "SUPERIOR_BODY"];

/** Reads books and figures of an inspection office. */
export function worksInOffice({ roles }: Viewer): boolean {
  return roles.some((role) => OF_OFFICE.includes(role));
}

/** Answers for an inspected unit, or for the body above one. */
export function answersForUnit({ roles }: Viewer): boolean {
  return roles.some((role) => OF_UNIT.includes(role));
}

const OF_CLUES = ["CUSTODIAN", "DISCIPLINE", "ORGANISATION", "RESIDENT_GROUP"];

/** Has clues in custody: nobody else is told that there are any. */
export function handlesClues({ roles }: Viewer): boolean {
  return roles.some((role) => OF_CLUES.includes(role));
}

/** Whether the roles can do something at all.
 * @param mutation without the tier's name: issueOrders */
export function mayDo({ may }: Viewer, mutation: string): boolean {
  return may.some((name) => nameWithoutTier(name) === mutation);
}

/** 联合审核: is of a body that may be a party to one. */
export function signsReviews(viewer: Viewer): boolean {
  return mayDo(viewer, "signReview");
}

/** Sees what goes between the offices, and nothing of what is in it. */
export function keepsSystems({ roles }: Viewer): boolean {
  return roles.includes("SYSTEM_ADMIN") || roles.includes("AUDIT_ADMIN");
}

/** Figures, and nothing else of the work. */
export function readsFigures(viewer: Viewer): boolean {
  return worksInOffice(viewer) || viewer.roles.includes("DISPLAY");
}
