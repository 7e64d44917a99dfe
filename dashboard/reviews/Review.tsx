import { SignReview } from "../generated/operations";
import type { RectificationsQuery, SignReviewMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import type { Field } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { signsReviews, useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { instantText, wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";

type Signature = NonNullable<RectificationsQuery["countyRectifications"]>["nodes"][number]["review"][number];

interface Reviewed {
  id: string;
  status: string;
  review: readonly Signature[];
}

/** 联合审核: who has signed which grade, and the own signature. */
export function Review({ rectification: { id, status, review }, tier }: { rectification: Reviewed; tier: TierOfRows }) {
  const { words, language } = useAppearance();
  const texts = words.work.review;
  if (review.length === 0) return null;
  return (
    <>
      <h3>{texts.title}</h3>
      <div className="scroll">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{texts.party}</th>
              <th scope="col">{words.work.field.evaluation}</th>
              <th scope="col">{texts.signed}</th>
            </tr>
          </thead>
          <tbody>
            {review.map(({ name, role, evaluation, signedBy, signedAt }) => (
              <tr key={`${role} ${name}`}>
                <th scope="row">
                  {name}
                  <div className="quiet">{wordFor(words.role, role)}</div>
                </th>
                <td>{evaluation && wordFor(words.finding.evaluation, evaluation)}</td>
                <td>{signedAt ? `${instantText(signedAt, language)} · ${signedBy}` : texts.notSigned}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {status === "JOINT_REVIEW" && <Sign id={id} review={review} tier={tier} />}
    </>
  );
}

/** 签署, for each party that the viewer is of. */
function Sign({ id, review, tier }: { id: string; review: readonly Signature[]; tier: TierOfRows }) {
  const words = useWords();
  const texts = words.work.review;
  const viewer = useViewer();
  const { change, busy } = useChange(SignReview, tier);
  const open = review.filter(({ role, signedBy }) => !signedBy && (viewer.roles as readonly string[]).includes(role));
  const hasSigned = review.some(({ signedBy }) => signedBy === viewer.person);
  const fields: Field[] = [
    {
      path: "role",
      kind: "choice",
      name: "party",
      required: true,
      options: open.map(({ role, name }) => [role, name]),
    },
    { path: "evaluation", kind: "grade", name: "evaluation", required: true },
    { path: "opinion", kind: "words", name: "opinion", required: true },
  ];
  return (
    <CommandBar
      label={texts.title}
      commands={signsReviews(viewer) && !hasSigned && open.length > 0 ? ["SIGN"] : []}
      names={texts.command}
      fieldsOf={() => fields}
      initialOf={() => ({ role: open[0]?.role ?? "", evaluation: open[0]?.evaluation ?? "" })}
      tier={tier}
      subject={{ id }}
      busy={busy}
      carryOut={(_, input, subject) => change({ ...input, ...subject } as SignReviewMutationVariables["input"])}
    />
  );
}
