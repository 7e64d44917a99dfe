import { SignReview } from "../generated/operations";
import type { RectificationsQuery, SignReviewMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { entersFor } from "../rules/books";
import type { Field } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { signsReviews, useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Scroll } from "../shell/Scroll";
import { instantText, wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";
import type { Office } from "../work/useWithheld";

type Signature = NonNullable<RectificationsQuery["countyRectifications"]>["nodes"][number]["review"][number];

interface Reviewed {
  id: string;
  status: string;
  review: readonly Signature[];
}

/** 联合审核: who has signed which grade, and the own signature.
 * @param office whose book it is in, where that may be another's that keeps its book on paper */
export function Review({
  rectification: { id, status, review },
  office,
  tier,
}: {
  rectification: Reviewed;
  office?: Office;
  tier: TierOfRows;
}) {
  const { words, language } = useAppearance();
  const texts = words.work.review;
  if (review.length === 0) return null;
  return (
    <>
      <h3>{texts.title}</h3>
      <Scroll>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{texts.party}</th>
              <th scope="col">{words.work.field.evaluation}</th>
              <th scope="col">{texts.signed}</th>
            </tr>
          </thead>
          <tbody>
            {review.map(({ name, role, evaluation, signedBy, signedAt, paperDocument }) => (
              <tr key={`${role} ${name}`}>
                <th scope="row">
                  {name}
                  {wordFor(words.role, role) !== name && <div className="quiet">{wordFor(words.role, role)}</div>}
                </th>
                <td>{evaluation && wordFor(words.finding.evaluation, evaluation)}</td>
                <td>
                  {signedAt ? `${instantText(signedAt, language)} · ${signedBy}` : texts.notSigned}
                  {paperDocument && <div className="quiet">{texts.fromPaper(paperDocument)}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {status === "JOINT_REVIEW" && <Sign id={id} review={review} office={office} tier={tier} />}
    </>
  );
}

/** 签署, for each party that the viewer is of; and, 代录, what the parties of an office below have signed on paper. */
function Sign({
  id,
  review,
  office,
  tier,
}: {
  id: string;
  review: readonly Signature[];
  office: Office | undefined;
  tier: TierOfRows;
}) {
  const words = useWords();
  const texts = words.work.review;
  const viewer = useViewer();
  const { change, busy } = useChange(SignReview, tier);
  const open = review.filter(({ signedBy }) => !signedBy);
  const own = open.filter(({ role }) => (viewer.roles as readonly string[]).includes(role));
  const hasSigned = review.some(({ signedBy, paperDocument }) => signedBy === viewer.person && !paperDocument);
  const records = entersFor(viewer.officeCode, office) && viewer.roles.includes("DIRECTOR");
  const places: Record<string, readonly Signature[]> = {
    ...(signsReviews(viewer) && !hasSigned && own.length > 0 && { SIGN: own }),
    ...(records && open.length > 0 && { RECORD: open }),
  };
  const fieldsOf = (command: string): Field[] => [
    {
      path: "role",
      kind: "choice",
      name: "party",
      required: true,
      options: (places[command] ?? []).map(({ role, name }) => [role, name]),
    },
    { path: "evaluation", kind: "grade", name: "evaluation", required: true },
    { path: "opinion", kind: "words", name: "opinion", required: true },
    ...(command === "RECORD" ? [PAPER] : []),
  ];
  return (
    <CommandBar
      label={texts.title}
      commands={Object.keys(places)}
      names={texts.command}
      fieldsOf={fieldsOf}
      initialOf={(command) => {
        const [first] = places[command] ?? [];
        return { role: first?.role ?? "", evaluation: first?.evaluation ?? "" };
      }}
      tier={tier}
      subject={{ id }}
      busy={busy}
      carryOut={(_, input, subject) => change({ ...input, ...subject } as SignReviewMutationVariables["input"])}
    />
  );
}

const PAPER: Field = { path: "documentNumber", kind: "line", name: "paperDocument", required: true };
