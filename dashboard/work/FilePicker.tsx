import { Button } from "antd";
import { type Ref, useId, useRef } from "react";

/** A button that opens the browser's choice of files: the browser's own control speaks the browser's language, not the page's. */
export function FilePicker({
  label,
  accept,
  busy,
  onFile,
}: {
  label: string;
  /** endings: ".xlsx,.csv" */
  accept: string;
  busy?: boolean;
  onFile: (file: File) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        id={id}
        ref={input as Ref<HTMLInputElement>}
        className="hidden"
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-label={label}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // the same file can be chosen again
          target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button loading={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
