import { Button } from "antd";
import { useViewer } from "../session/Viewer";
import { instantText } from "../words";
import { useAppearance } from "./Appearance";

/** Prints what a page shows. The paper says who printed it and when; what only a screen can use is left out (`@media print`).
 * @param part the id of the part that is printed alone; without one, the page */
export function PrintButton({ part }: { part?: string }) {
  const { words, language } = useAppearance();
  const { person } = useViewer();
  const { print } = words.work;
  function send() {
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
      <Button className="screen-only" onClick={send}>
        {print.send}
      </Button>
      <span className="print-only">{print.by(person, instantText(new Date().toISOString(), language))}</span>
    </>
  );
}
