import { Button } from "antd";
import { useEffect, useState } from "react";
import { AddTargets, AppointTeam, Register } from "../generated/operations";
import type { AddTargetsMutationVariables, AppointTeamMutationVariables, RegisterQuery } from "../generated/types";
import { useAskTier } from "../graph/useAsk";
import { useChange } from "../graph/useChange";
import type { Field } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Nothing, PartMissing, Section } from "../shell/states";
import { CommandBar } from "../work/CommandBar";

type Unit = NonNullable<RegisterQuery["countyUnits"]>["nodes"][number];

interface Round {
  id: string;
  targets: { nodes: readonly { id: string; unitName: string }[] };
}

/** at once; the others follow by a button */
const UNITS = 100;

/** 加入对象、组建巡察组 of a round of the own office. */
export function Prepare({ round }: { round: Round }) {
  const texts = useWords().work.prepare;
  const viewer = useViewer();
  const may = (mutation: RegExp) => viewer.may.some((name) => mutation.test(name));
  const [adds, appoints] = [may(/^add\w+RoundTargets$/), may(/^appoint\w+Team$/)];
  if (!adds && !appoints) return null;
  return (
    <Section title={texts.title}>
      {adds && <Add round={round} />}
      {appoints && round.targets.nodes.length > 0 && <Appoint round={round} />}
    </Section>
  );
}

function Add({ round: { id, targets } }: { round: Round }) {
  const words = useWords();
  const texts = words.work.prepare;
  const { officeCode } = useViewer();
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(AddTargets, tier);
  const [known, setKnown] = useState<readonly Unit[]>([]);
  const [after, setAfter] = useState<string>();
  const asked = useAskTier(Register, tier, { office: officeCode, first: UNITS, after }, { steady: true });
  const page = asked.data?.units;
  useEffect(() => {
    if (!page) return;
    setKnown((before) => [...new Map([...before, ...page.nodes].map((unit) => [unit.id, unit])).values()]);
  }, [page]);
  const names = new Set(targets.nodes.map(({ unitName }) => unitName));
  const units = known.filter(({ status, name }) => status !== "ENDED" && !names.has(name));
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  if (asked.failure) return <PartMissing failure={asked.failure} />;
  if (page && known.length > 0 && units.length === 0 && !next) return <Nothing text={texts.noUnits} />;
  const fields: Field[] = [
    {
      path: "units",
      kind: "choices",
      name: "units",
      required: true,
      options: units.map((unit) => [unit.id, `${unit.name}（${unit.code}）`]),
    },
    { path: "method", kind: "choice", name: "method", required: false, options: Object.entries(words.method) },
  ];
  return (
    <>
      <CommandBar
        label={texts.command.ADD}
        commands={["ADD"]}
        names={texts.command}
        fieldsOf={() => fields}
        tier={tier}
        subject={{ roundId: id }}
        busy={busy}
        carryOut={(_, { units: chosen, ...more }, subject) =>
          change({
            ...subject,
            targets: linesOf(chosen).map((unitId) => ({ unitId, ...more })),
          } as AddTargetsMutationVariables["input"])
        }
      />
      {next && (
        <Button onClick={() => setAfter(next)} loading={asked.updating}>
          {texts.moreUnits(known.length)}
        </Button>
      )}
    </>
  );
}

function Appoint({ round: { id, targets } }: { round: Round }) {
  const words = useWords();
  const texts = words.work.prepare;
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(AppointTeam, tier);
  const all = targets.nodes.map((target) => target.id);
  const { PLATFORM: _, ...roles } = words.teamRole;
  const fields: Field[] = [
    {
      path: "targets",
      kind: "choices",
      name: "targets",
      required: true,
      options: targets.nodes.map((target) => [target.id, target.unitName]),
    },
    { path: "persons", kind: "words", name: "persons", required: true },
    { path: "role", kind: "choice", name: "teamRole", required: true, options: Object.entries(roles) },
    { path: "validFrom", kind: "day", name: "validFrom", required: true },
    { path: "validTo", kind: "day", name: "validTo", required: false },
  ];
  return (
    <CommandBar
      label={texts.command.APPOINT}
      commands={["APPOINT"]}
      names={texts.command}
      fieldsOf={() => fields}
      initialOf={() => ({ targets: all.join("\n") })}
      tier={tier}
      subject={{}}
      busy={busy}
      carryOut={(_, { targets: chosen, persons, ...more }) =>
        change({
          targetIds: linesOf(chosen),
          members: linesOf(persons).map((person) => ({ person, ...more })),
        } as AppointTeamMutationVariables["input"])
      }
    />
  );
}

function linesOf(value: unknown): string[] {
  return String(value ?? "")
    .split(/\s+/)
    .filter(Boolean);
}
