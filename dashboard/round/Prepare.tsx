import { Button } from "antd";
import { AddTargets, AppointTeam } from "../generated/operations";
import type { AddTargetsMutationVariables, AppointTeamMutationVariables } from "../generated/types";
import { useChange } from "../graph/useChange";
import { type Field, linesOf } from "../rules/commandFields";
import { tierOfId } from "../rules/regions";
import { mayDo, useViewer } from "../session/Viewer";
import { useWords } from "../shell/Appearance";
import { Missing, Nothing, Section } from "../shell/states";
import { CommandBar } from "../work/CommandBar";
import { useRegister } from "../work/useRegister";

interface Round {
  id: string;
  office?: { code: string; staff?: readonly string[] | null } | null;
  targets: { nodes: readonly { id: string; unitName: string; team: readonly { person: string }[] }[] };
}

/** 加入对象、组建巡察组 of a round in a book that the own office keeps. */
export function Prepare({ round }: { round: Round }) {
  const texts = useWords().work.prepare;
  const viewer = useViewer();
  const [adds, appoints] = [mayDo(viewer, "addRoundTargets"), mayDo(viewer, "appointTeam")];
  if (!adds && !appoints) return null;
  return (
    <Section title={texts.title}>
      {adds && <Add round={round} />}
      {appoints && round.targets.nodes.length > 0 && <Appoint round={round} />}
    </Section>
  );
}

function Add({ round: { id, office, targets } }: { round: Round }) {
  const words = useWords();
  const texts = words.work.prepare;
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(AddTargets, tier);
  const { known, failure, again, more, loading } = useRegister(tier, office?.code);
  const names = new Set(targets.nodes.map(({ unitName }) => unitName));
  const units = known.filter(({ name }) => !names.has(name));
  if (failure && known.length === 0) return <Missing of={[{ failure, again }]} />;
  if (known.length > 0 && units.length === 0 && !more) return <Nothing text={texts.noUnits} />;
  const fields: Field[] = [
    {
      path: "units",
      kind: "choices",
      name: "units",
      required: true,
      options: units.map((unit) => [unit.id, words.joined.noted(unit.name, unit.code)]),
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
      <Missing of={[{ failure, again }]} />
      {more && (
        <Button onClick={more} loading={loading}>
          {texts.moreUnits(known.length)}
        </Button>
      )}
    </>
  );
}

function Appoint({ round: { id, office, targets } }: { round: Round }) {
  const words = useWords();
  const texts = words.work.prepare;
  const tier = tierOfId(id) ?? "COUNTY";
  const { change, busy } = useChange(AppointTeam, tier);
  const all = targets.nodes.map((target) => target.id);
  const { PLATFORM: _, ...roles } = words.teamRole;
  // the own people, and whoever of elsewhere is in a team of the round
  const teams = targets.nodes.flatMap(({ team }) => team.map(({ person }) => person));
  const people = [...new Set([...(office?.staff ?? []), ...teams])];
  const fields: Field[] = [
    {
      path: "targets",
      kind: "choices",
      name: "targets",
      required: true,
      options: targets.nodes.map((target) => [target.id, target.unitName]),
    },
    { path: "persons", kind: "accounts", name: "persons", required: true, options: people.map((one) => [one, one]) },
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
