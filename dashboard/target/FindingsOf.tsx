import { Checkbox } from "antd";
import { useState } from "react";
import { Link } from "wouter";
import { ledgerLink } from "../rules/ledgerPlace";
import { findingLink } from "../rules/links";
import { tierOfId } from "../rules/regions";
import { useWords } from "../shell/Appearance";
import { Nothing, Section } from "../shell/states";
import { wordFor } from "../words";
import { FindingCommands, type MovableFinding } from "../work/FindingCommands";
import type { Target } from "./target";

/** The findings of a target; several of one status are moved together. */
export function FindingsOf({ target }: { target: Target }) {
  const words = useWords();
  const texts = words.work.target;
  const tier = tierOfId(target.id) ?? "COUNTY";
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { nodes, pageInfo } = target.findings;
  const inHand: MovableFinding[] = nodes.filter(({ id }) => chosen.includes(id));
  const [first, ...others] = inHand;
  const choose = (id: string, isIn: boolean) =>
    setChosen(isIn ? [...chosen, id] : chosen.filter((other) => other !== id));
  const areOfOneStatus = others.every(({ status }) => status === first?.status);
  return (
    <Section title={texts.findings} extra={<Link href={ledgerLink({ tier, target: target.id })}>{words.all}</Link>}>
      {nodes.length === 0 ? (
        <Nothing text={words.nothingYet} />
      ) : (
        <>
          <p className="quiet">{texts.chooseHint}</p>
          <ul className="hits">
            {nodes.map(({ id, ordinal, title, status, commands }) => (
              <li key={id} className="row">
                <Checkbox
                  aria-label={texts.choose(`${ordinal}. ${title}`)}
                  checked={chosen.includes(id)}
                  disabled={commands.length === 0}
                  onChange={({ target: { checked } }) => choose(id, checked)}
                />
                <span>{ordinal}.</span>
                <Link href={findingLink(id)}>{title}</Link>
                <span className="quiet">{wordFor(words.findingStatus, status)}</span>
              </li>
            ))}
          </ul>
          {pageInfo.hasNextPage && <p className="quiet">{words.todo.more}</p>}
          {first && <p>{texts.chosen(inHand.length)}</p>}
          {first && areOfOneStatus && (
            <FindingCommands findings={[first, ...others]} choice={[...chosen].sort().join(" ")} />
          )}
          {first && !areOfOneStatus && <p>{texts.nothingTogether}</p>}
        </>
      )}
    </Section>
  );
}
