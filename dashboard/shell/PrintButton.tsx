import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import type { Failure } from "../graph/failure";
import { useViewer } from "../session/Viewer";
import { instantText } from "../words";
import { useAppearance } from "./Appearance";
import { FailureShown } from "./states";

/** How what was put on the page is taken away again; or why it could not be had, as far as anybody said. */
export type Prepared = { end: () => void } | { failure: Failure | undefined };

interface Printing {
  /** the id of the part that is printed alone; without one, the page */
  part?: string;
  /** puts on the page what the paper has beside what a screen shows: of a ledger the rows of every page. Where that could not be had
   * nothing is printed. What it puts there belongs to the page as it was then: where that changes meanwhile this button is another one (`key`). */
  prepare?: () => Promise<Prepared>;
}

/** Prints what a page shows, with what `prepare` puts there for the paper. The paper says who printed it and when; what only a screen can use is
 * left out (`@media print`). */
export function PrintButton({ part, prepare }: Printing) {
  const { words, language } = useAppearance();
  const { person } = useViewer();
  const texts = words.work.print;
  const [isPreparing, setPreparing] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const isGone = useIsGone();
  async function send(): Promise<void> {
    if (!prepare) return print();
    setPreparing(true);
    setFailure(undefined);
    const prepared = await prepare();
    const end = "end" in prepared ? prepared.end : undefined;
    // another page would be printed, or the rows of one filter under another's
    if (isGone.current) return end?.();
    setPreparing(false);
    if ("failure" in prepared)
      setFailure(prepared.failure ?? { code: "INTERNAL_SERVER_ERROR", message: texts.nothingCame, tiers: [] });
    if (!end) return;
    print();
    end();
  }
  function print(): void {
    const chosen = part ? document.getElementById(part) : null;
    if (chosen) document.body.dataset.printed = part;
    chosen?.classList.add("printed");
    // it ends when the dialogue does
    window.print();
    chosen?.classList.remove("printed");
    delete document.body.dataset.printed;
  }
  return (
    <>
      <Button className="screen-only" loading={isPreparing} onClick={() => void send()}>
        {texts.send}
      </Button>
      {failure && (
        <div className="screen-only">
          <FailureShown failure={failure} again={() => void send()} />
        </div>
      )}
      <span className="print-only">{texts.by(person, instantText(new Date().toISOString(), language))}</span>
    </>
  );
}

/** @returns whether the part that asks has been taken from the page */
function useIsGone() {
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  return isGone;
}
