import { Alert, Button, Result, Skeleton } from "antd";
import type { PropsWithChildren, ReactNode } from "react";
import { Link } from "wouter";
import type { Failure, FieldReason } from "../graph/failure";
import type { Asked } from "../graph/useAsk";
import type { RefusalShown } from "../graph/useChange";
import { findingLink } from "../rules/links";
import { fieldMeant } from "../rules/needed";
import { OUT_OF_DATE } from "../rules/patience";
import { findingBehind, remedyFor } from "../rules/remedy";
import { tiersMissing } from "../rules/tiers";
import { inLanguage, wordFor } from "../words";
import { useAppearance, useWords } from "./Appearance";

export function Loading() {
  const words = useWords();
  return (
    <div role="status" aria-busy="true" style={{ padding: 24 }}>
      <span className="hidden">{words.loading}</span>
      <Skeleton active paragraph={{ rows: 4 }} />
    </div>
  );
}

/** Nothing could be read, or done; the sentence is the platform's own.
 * @param fields of the form that it answers
 * @param isOfStep nobody takes a step again but whoever took it */
export function FailureShown({
  failure,
  again,
  fields,
  isOfStep = false,
}: {
  failure: Failure;
  again?: () => void;
  fields?: readonly Called[];
  isOfStep?: boolean;
}) {
  const { words, language } = useAppearance();
  const offline = failure.code === "OFFLINE";
  const outOfDate = failure.code === OUT_OF_DATE;
  const unreached = isOfStep ? words.work.notReached : words.offline;
  const said = failure.fields ? words.work.wrongFields : inLanguage(failure.message, language);
  const title = offline ? unreached : outOfDate ? words.outOfDate : said;
  const retry = outOfDate ? (
    <Button onClick={() => window.location.reload()}>{words.refresh}</Button>
  ) : (
    again && <Button onClick={again}>{words.again}</Button>
  );
  const reference = failure.reference && words.joined.labelled(words.reference, failure.reference);
  const told = failure.fields ? <WrongFields wrong={failure.fields} fields={fields} /> : reference;
  return <Alert role="alert" type="error" showIcon title={title} description={told} action={retry} />;
}

/** Of a form, what the platform calls a part of it and what it is called there. */
export interface Called {
  path: string;
  label: string;
}

/** Which part of what was entered is wrong, by the name that its field has in the form, or else in the dictionary. */
function WrongFields({ wrong, fields = [] }: { wrong: readonly FieldReason[]; fields?: readonly Called[] }) {
  const { words, language } = useAppearance();
  const nameOf = (path: string) => fieldMeant(path, fields)?.label ?? wordFor(words.work.field, nameIn(path));
  return (
    <ul>
      {wrong.map(({ path, reason }) => (
        <li key={path + reason}>{words.joined.labelled(nameOf(path), inLanguage(reason, language))}</li>
      ))}
    </ul>
  );
}

/** Of `findings.0.title`, the title. */
function nameIn(path: string): string {
  const names = path.split(".").filter((part) => !/^\d+$/.test(part));
  return names[names.length - 1] ?? path;
}

/** Of one question or several, what did not come, and how all of it is asked for once more. */
export function Missing({ of }: { of: readonly Pick<Asked<unknown>, "failure" | "again">[] }) {
  const missing = of.filter(({ failure }) => failure);
  const failures = missing.flatMap((part) => part.failure ?? []);
  const failure = failures.find(({ tiers }) => tiers.length === 0) ?? failures[0];
  if (!failure) return null;
  const tiers = [...tiersMissing(failures.map((each) => each.tiers))];
  const again = () => {
    for (const part of missing) part.again();
  };
  return <PartMissing failure={{ ...failure, tiers }} again={again} />;
}

/** A tier that is down leaves its part out, and the rest is shown. */
function PartMissing({ failure, again }: { failure: Failure; again: () => void }) {
  const words = useWords();
  if (failure.tiers.length === 0) return <FailureShown failure={failure} again={again} />;
  const tiers = words.joined.list(...failure.tiers.map((tier) => wordFor(words.tier, tier.toUpperCase())));
  const retry = <Button onClick={again}>{words.again}</Button>;
  return <Alert role="alert" type="warning" showIcon title={words.tierDown(tiers)} action={retry} />;
}

/** What was refused: why, and what would help, as the platform says it. */
export function RefusalNote({ refusal }: { refusal: RefusalShown }) {
  const { words, language } = useAppearance();
  const { labelled } = words.joined;
  const zh = language === "zh";
  const help = labelled(words.remedy, remedyFor(refusal, zh ? refusal.remedy : refusal.remedyEn, words));
  const finding = findingBehind(refusal);
  return (
    <Alert
      role="alert"
      type="warning"
      showIcon
      title={labelled(words.refused, zh ? refusal.message : refusal.messageEn)}
      description={
        <>
          {help} {finding && <Link href={findingLink(finding)}>{words.finding.toFinding}</Link>}
        </>
      }
    />
  );
}

export function Nothing({ text }: { text?: string }) {
  const words = useWords();
  return <p className="nothing">{text ?? words.empty}</p>;
}

export function NotFound() {
  const words = useWords();
  const home = <Link href="/">{words.home}</Link>;
  return <Result status="404" title={<h1>{words.notFound}</h1>} subTitle={words.notFoundHint} extra={home} />;
}

/** An account whose work is not on these pages yet. */
export function NoPage() {
  const words = useWords();
  return <Result status="info" title={<h1>{words.noPage}</h1>} subTitle={words.noPageHint} />;
}

/** An address with something in it that is no id leads nowhere, which the page says: it is not told what is wrong with it as well. */
function namesNothing({ fields }: Failure): boolean {
  return Boolean(fields?.length && fields.every(({ path }) => path === "id"));
}

/** The states that every answer has: not yet, not at all, in part, anew. */
export function Answered<Data>({ asked, children }: { asked: Asked<Data>; children: (data: Data) => ReactNode }) {
  const words = useWords();
  const { data, failure, loading, updating, again } = asked;
  if (data === undefined)
    return failure ? <FailureShown failure={failure} again={again} /> : loading ? <Loading /> : null;
  return (
    <>
      <span role="status" className="hidden">
        {updating ? words.refreshing : ""}
      </span>
      {failure && !namesNothing(failure) && <Missing of={[asked]} />}
      {children(data)}
    </>
  );
}

export function Section({
  title,
  extra,
  id,
  children,
}: PropsWithChildren<{ title: string; extra?: ReactNode; id?: string }>) {
  return (
    <section className="panel" aria-label={title} id={id}>
      <div className="row panel-head">
        <h2>{title}</h2>
        {extra && <div className="panel-extra">{extra}</div>}
      </div>
      {children}
    </section>
  );
}
