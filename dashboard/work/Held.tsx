import { ConfigProvider } from "antd";
import { type PropsWithChildren, useEffect, useLayoutEffect, useRef } from "react";

/** The fields of what is under way: nothing of it can be changed until it is known what came of it, so that no answer is shown under
 * something else, and nothing is emptied that was begun meanwhile. Whoever stood in one of them stands there again. */
export function Held({ busy, children }: PropsWithChildren<{ busy: boolean }>) {
  const fields = useRef<HTMLDivElement>(null);
  const stood = useRef<HTMLElement>(undefined);
  useLayoutEffect(() => {
    const { activeElement } = document;
    if (busy && activeElement instanceof HTMLElement && fields.current?.contains(activeElement))
      stood.current = activeElement;
  }, [busy]);
  useEffect(() => {
    if (busy) return;
    if (document.activeElement === document.body) stood.current?.focus();
    stood.current = undefined;
  }, [busy]);
  return (
    <ConfigProvider componentDisabled={busy}>
      <div ref={fields} className="fields">
        {children}
      </div>
    </ConfigProvider>
  );
}
