import { Button } from "antd";
import { useState } from "react";
import { useViewer } from "../session/Viewer";
import { instantText } from "../words";
import { useAppearance } from "./Appearance";

interface Printing {
  /** the id of the part that is printed alone; without one, the page */
  part?: string;
  /** puts on the page what the paper has beside that
   * @returns how it is taken away again; nothing where it could not be had, and nothing is printed */
  prepare?: () => Promise<(() => void) | undefined>;
}

/** Prints what a page shows. The paper says who printed it and when; what only a screen can use is left out (`@media print`). */
export function PrintButton({ part, prepare }: Printing) {
  const { words, language } = useAppearance();
  const { person } = useViewer();
  const texts = words.work.print;
  const [isPreparing, setPreparing] = useState(false);
  async function send(): Promise<void> {
    if (!prepare) return print();
    setPreparing(true);
    const end = await prepare();
    setPreparing(false);
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
      <span className="print-only">{texts.by(person, instantText(new Date().toISOString(), language))}</span>
    </>
  );
}
