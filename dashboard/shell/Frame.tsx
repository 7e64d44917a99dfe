import { Alert, Button, Tag } from "antd";
import { type PropsWithChildren, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { PAGES } from "../pages";
import { useLive } from "../session/LiveOf";
import { useViewer } from "../session/Viewer";
import { settings } from "../settings";
import { useWords } from "./Appearance";
import { useIsNarrow } from "./useMedia";
import { Who } from "./Who";

/** What surrounds every page: whose it is, where one may go, how it looks. */
export function Frame({ children }: PropsWithChildren) {
  const words = useWords();
  const isNarrow = useIsNarrow();
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <header className="bar">
        {isNarrow && <MenuButton />}
        <span className={isNarrow ? "hidden" : "name"}>{words.platform}</span>
        {settings.demonstration && !isNarrow && <Tag>{words.demonstration}</Tag>}
        <Who />
      </header>
      <div className="frame">
        {!isNarrow && <Navigation />}
        <main id="content" tabIndex={-1}>
          <LostNote />
          {children}
        </main>
      </div>
    </>
  );
}

/** Nothing on a page that does not hear of what happens is sure to be of now. */
function LostNote() {
  const words = useWords();
  const { hearing } = useLive();
  const isOutOfDate = hearing === "OUT_OF_DATE";
  if (hearing !== "LOST" && !isOutOfDate) return null;
  const title = isOutOfDate ? words.outOfDate : words.live.lost;
  const refresh = isOutOfDate && <Button onClick={() => window.location.reload()}>{words.refresh}</Button>;
  return <Alert role="alert" type="warning" showIcon title={title} action={refresh} style={{ marginBottom: 12 }} />;
}

/** The browser's own dialog: it holds the focus, and Esc closes it. The library's locks the page by a style that the policy of the
 * document keeps out. */
function MenuButton() {
  const words = useWords();
  const menu = useRef<HTMLDialogElement>(null);
  const [location] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has arrived has no more use for the menu
  useEffect(() => menu.current?.close(), [location]);
  return (
    <>
      <Button type="text" aria-label={words.menu} aria-haspopup="dialog" onClick={() => menu.current?.showModal()}>
        ☰
      </Button>
      <dialog ref={menu} className="menu" aria-label={words.menu}>
        <Button type="text" aria-label={words.close} onClick={() => menu.current?.close()}>
          ✕
        </Button>
        <Navigation />
      </dialog>
    </>
  );
}

function Navigation() {
  const words = useWords();
  const viewer = useViewer();
  const [location] = useLocation();
  const shown = PAGES.flatMap(({ inNavigation, name, mayOpen }) =>
    inNavigation && mayOpen(viewer) ? [{ to: inNavigation, name }] : [],
  );
  return (
    <nav className="side" aria-label={words.menu}>
      <ul>
        {shown.map(({ to, name }) => (
          <li key={to}>
            <Link href={to} aria-current={location.startsWith(to) ? "page" : undefined}>
              {words.pages[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
