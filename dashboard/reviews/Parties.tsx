import { ReviewParties, SetReviewParties } from "../generated/operations";
import type { ReviewPartiesQuery, SetReviewPartiesMutationVariables } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { useChange } from "../graph/useChange";
import type { Field } from "../rules/commandFields";
import type { TierOfRows } from "../rules/tiers";
import { namesIn } from "../rules/typed";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Answered, Section } from "../shell/states";
import { wordFor } from "../words";
import { CommandBar } from "../work/CommandBar";

type Party = NonNullable<ReviewPartiesQuery["countyReviewParties"]>[number];

const ROLES = [
  "DIRECTOR",
  "DISCIPLINE",
  "ORGANISATION",
  "PUBLICITY",
  "RESIDENT_GROUP",
  "DEPARTMENT",
  "SUPERIOR_BODY",
] as const;

/** 联合审核的各方: who signs in the office's reviews, and who will from a day to come on. */
export function Parties({ tier }: { tier: TierOfRows }) {
  const words = useWords();
  const texts = words.work.review;
  const asked = useAskTier(ReviewParties, tier, {});
  return (
    <Section title={texts.parties}>
      <Answered asked={asked}>
        {({ reviewParties }) => (
          <>
            <ul className="hits">
              {(reviewParties ?? []).map(({ name, role }) => (
                <li key={`${role} ${name}`}>
                  {name}{" "}
                  {wordFor(words.role, role) !== name && <span className="quiet">{wordFor(words.role, role)}</span>}
                </li>
              ))}
            </ul>
            <NameParties parties={reviewParties ?? []} tier={tier} />
          </>
        )}
      </Answered>
    </Section>
  );
}

/** Of each kind those that are named, between commas; whoever is left out does not sign. */
function NameParties({ parties, tier }: { parties: readonly Party[]; tier: TierOfRows }) {
  const words = useWords();
  const texts = words.work.review;
  const viewer = useViewer();
  const { change, busy } = useChange(SetReviewParties, tier);
  const fields: Field[] = [
    { path: "validFrom", kind: "day", name: "partiesFrom", required: true },
    ...ROLES.map(
      (role): Field => ({
        path: `parties.${role}`,
        kind: "line",
        name: "partyNames",
        required: false,
        about: words.role[role],
      }),
    ),
  ];
  const namesOf = (role: string) => parties.filter((party) => party.role === role).map(({ name }) => name);
  return (
    <CommandBar
      label={texts.parties}
      commands={mayDo(viewer, "setReviewParties") ? ["SET"] : []}
      names={texts.command}
      fieldsOf={() => fields}
      initialOf={() =>
        Object.fromEntries(ROLES.map((role) => [`parties.${role}`, words.joined.list(...namesOf(role))]))
      }
      tier={tier}
      subject={{}}
      busy={busy}
      carryOut={(_, { validFrom, parties: named = {} }) =>
        change({
          validFrom,
          parties: ROLES.flatMap((role) =>
            namesIn((named as Record<string, string>)[role]).map((name) => ({ name, role })),
          ),
        } as SetReviewPartiesMutationVariables["input"])
      }
    />
  );
}
