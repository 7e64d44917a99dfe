import { Button } from "antd";
import { useState } from "react";
import { WhoCanSee } from "../generated/operations";
import { useAskTier } from "../graph/useAsk";
import { useNames } from "../graph/useNames";
import { tierOfId } from "../rules/regions";
import { useAppearance } from "../shell/Appearance";
import { Scroll } from "../shell/Scroll";
import { Answered, Section } from "../shell/states";
import { instantText, wordFor } from "../words";
import { UnitName } from "./UnitName";

/** Who can see it, by which rule, since when. It is asked only when somebody wants to know: the asking is recorded. */
export function WhoSees({ id }: { id: string }) {
  const { words } = useAppearance();
  const [isAsked, setIsAsked] = useState(false);
  return (
    <Section title={words.finding.whoSees}>
      <p className="quiet">{words.finding.whoSeesHint}</p>
      {isAsked ? <Readers id={id} /> : <Button onClick={() => setIsAsked(true)}>{words.finding.showWhoSees}</Button>}
    </Section>
  );
}

function Readers({ id }: { id: string }) {
  const { words, language } = useAppearance();
  const nameOf = useNames();
  const asked = useAskTier(WhoCanSee, tierOfId(id), { kind: "FINDING", id }, { once: true });
  return (
    <Answered asked={asked}>
      {({ readers }) => (
        <Scroll>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{words.finding.reader}</th>
                <th scope="col">{words.finding.rule}</th>
                <th scope="col">{words.finding.since}</th>
              </tr>
            </thead>
            <tbody>
              {readers?.nodes.map(({ rule, officeCode, person, unitId, role, since }) => (
                <tr key={[rule, officeCode, person, unitId, role].join()}>
                  <td>
                    {[
                      officeCode && nameOf(officeCode),
                      person,
                      role && wordFor({ ...words.role, ...words.teamRole }, role),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                    {unitId && (
                      <div>
                        <UnitName id={unitId} />
                      </div>
                    )}
                  </td>
                  <td>{wordFor(words.readingRule, rule)}</td>
                  <td>{since ? instantText(since, language) : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Answered>
  );
}
