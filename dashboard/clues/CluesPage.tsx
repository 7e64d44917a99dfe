import { Button, Tag } from "antd";
import { useState } from "react";
import { Provider } from "urql";
import { Clues, ClueText } from "../generated/operations";
import { forgetting } from "../graph/client";
import { useAskTier } from "../graph/useAsk";
import { useNames } from "../graph/useNames";
import type { TierOfRows } from "../rules/tiers";
import { useViewer } from "../session/Viewer";
import { useAppearance, useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Signal } from "../shell/Signal";
import { Answered, RefusalNote } from "../shell/states";
import { Tray } from "../shell/Tray";
import { instantText, wordFor } from "../words";
import { useRegionTree } from "../work/useRegionTree";
import { ClueCommands } from "./ClueCommands";
import type { Clue } from "./clue";
import { RegisterClue } from "./RegisterClue";

/** 线索: what is in the custody of whoever is signed in, where each has been and until when something is due. What a clue says is
 * opened one at a time, and each opening is on record. */
export default function CluesPage() {
  const words = useWords();
  const tier = useViewer().tier as TierOfRows;
  // two levels of the own area, whatever any clue says: to ask for the one region would name it outside of what is sealed
  const { titleOf } = useRegionTree(false);
  return (
    <div className="stack">
      <h1>{words.pages.clues}</h1>
      <RegisterClue tier={tier} />
      <Tray
        title={words.clues.inCustody}
        tier={tier}
        asks={Clues}
        rowsOf={({ clues }) => clues}
        above={<p className="quiet">{words.clues.hint}</p>}
      >
        {(clue) => <ClueShown clue={clue} tier={tier} nameOf={titleOf} />}
      </Tray>
    </div>
  );
}

/** @returns what a region of the own area is called; undefined of one from elsewhere, or deeper than two levels */
type NameOf = (code: string) => string | undefined;

function ClueShown({ clue, tier, nameOf }: { clue: Clue; tier: TierOfRows; nameOf: NameOf }) {
  const { words, language } = useAppearance();
  const custodyText = useCustodyText();
  const { clues } = words;
  const [isOpen, setIsOpen] = useState(false);
  const time = (instant: string | null | undefined) => instant && instantText(instant, language);
  return (
    <>
      <div className="row">
        <strong translate="no">{clue.id.slice(-8)}</strong>
        <Tag color="blue">{wordFor(clues.status, clue.status)}</Tag>
        {clue.pointerOnly && <Tag>{clues.pointerOnly}</Tag>}
        {clue.chainHolds === false && <Signal colour="RED">{clues.chainBroken}</Signal>}
        {clue.chainLacksKeyOf && (
          <Signal colour="YELLOW">{clues.chainUnchecked(custodyText(clue.chainLacksKeyOf))}</Signal>
        )}
      </div>
      <Facts
        facts={[
          [clues.owner, custodyText(clue.owner)],
          [clues.receiver, clue.receiver && custodyText(clue.receiver)],
          [clues.registered, [time(clue.registeredAt), clue.registeredBy].filter(Boolean).join(" · ")],
          [clues.approved, clue.approvedBy],
          [clues.referred, time(clue.referredAt)],
          [
            clues.chain,
            clue.chain.map(({ event, from, to, at, countersignedAt }) => (
              <div key={`${event} ${at}`}>
                {[
                  time(at),
                  wordFor(clues.event, event),
                  [...new Set([from, to])].map(custodyText).join(" → "),
                  countersignedAt && clues.countersigned,
                ]
                  .filter(Boolean)
                  .join(" ")}
              </div>
            )),
          ],
        ]}
      />
      {clue.receipts.map((receipt) => (
        <Receipt key={`${receipt.receiver} ${receipt.version}`} receipt={receipt} />
      ))}
      <ClueCommands clue={clue} tier={tier} />
      <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? clues.hide : clues.open}
      </Button>
      {isOpen && (
        <Provider value={forgetting}>
          <Opened id={clue.id} tier={tier} nameOf={nameOf} />
        </Provider>
      )}
    </>
  );
}

/** What the other side has done with it, and until when it has to. */
function Receipt({ receipt }: { receipt: Clue["receipts"][number] }) {
  const { words, language } = useAppearance();
  const custodyText = useCustodyText();
  const { clues } = words;
  const time = (instant: string | null | undefined) => instant && instantText(instant, language);
  return (
    <div className="preview">
      <Facts
        facts={[
          [
            clues.receipt,
            `${[receipt.sender, receipt.receiver].map(custodyText).join(" → ")} · ${wordFor(clues.status, receipt.status)}`,
          ],
          [clues.received, time(receipt.receivedAt)],
          [clues.disposal, receipt.disposal && wordFor(clues.disposalOf, receipt.disposal)],
          [clues.outcome, receipt.outcome && wordFor(clues.outcomeOf, receipt.outcome)],
          [clues.concluded, time(receipt.concludedAt)],
          [clues.returned, time(receipt.returnedAt)],
        ]}
      />
      <div className="row">
        {receipt.deadlines.map(({ clock, dueOn, metOn, colour }) => (
          <Signal key={clock} colour={metOn ? undefined : colour}>
            {wordFor(words.clock, clock)} {metOn ? `${clues.met} ${metOn}` : dueOn}
          </Signal>
        ))}
      </div>
    </div>
  );
}

/** Asked for when somebody opens it, and for nobody else's eyes: it leaves the memory of the page with it. What somebody does with the clue
 * does not open it once more: that would be on record. */
function Opened({ id, tier, nameOf }: { id: string; tier: TierOfRows; nameOf: NameOf }) {
  const { words, language } = useAppearance();
  const { clues } = words;
  const asked = useAskTier(ClueText, tier, { id }, { once: true });
  // two villages of a county may have one name
  const regionText = (code: string) => {
    const name = nameOf(code);
    return name ? words.joined.noted(name, code) : code;
  };
  return (
    <Answered asked={asked}>
      {({ clueText }) => {
        if (!clueText) return null;
        if ("remedy" in clueText) return <RefusalNote refusal={clueText} />;
        return (
          <div className="preview">
            <p className="prose">{clueText.text ?? clueText.pointer}</p>
            <Facts
              facts={[
                [clues.post, clueText.post],
                [words.ledger.column.region, regionText(clueText.region)],
                [clues.cadreLevel, wordFor(clues.cadreLevelOf, clueText.cadreLevel)],
                [clues.matter, wordFor(clues.matterOf, clueText.matter)],
              ]}
            />
            <ul className="hits">
              {clueText.notes.map(({ kind, writtenBy, at, text }) => (
                <li key={`${kind} ${at}`}>
                  {text}
                  <div className="quiet">{[writtenBy, instantText(at, language)].join(" · ")}</div>
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </Answered>
  );
}

/** @returns what a custody is called: 990101:INSPECTION */
function useCustodyText(): (custody: string) => string {
  const { custody: words } = useWords().clues;
  const nameOf = useNames();
  return (custody) => {
    const [office = "", body = ""] = custody.split(":");
    return `${nameOf(office)} ${wordFor(words, body)}`;
  };
}
