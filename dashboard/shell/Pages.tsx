import { useEffect, useRef } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { firstPage, PAGES } from "../pages";
import { useViewer } from "../session/Viewer";
import { useWords } from "./Appearance";
import { Frame } from "./Frame";
import { Guarded } from "./Guarded";
import { NoPage, NotFound } from "./states";

/** The routes. A page that the role never has answers like one that does not exist. */
export function Pages() {
  const viewer = useViewer();
  const first = firstPage(viewer);
  const [whole, framed] = [true, false].map((isWhole) =>
    PAGES.filter((page) => page.mayOpen(viewer) && Boolean(page.isWhole) === isWhole).map(({ path, name, Shown }) => (
      <Route key={path} path={path}>
        <Titled name={name} />
        <Guarded isUnattended={isWhole}>
          <Shown />
        </Guarded>
      </Route>
    )),
  );
  return (
    <Switch>
      {whole}
      <Route>
        <Frame>
          <Switch>
            {framed}
            <Route path="/">{first ? <Redirect to={first} replace /> : <NoPage />}</Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Frame>
      </Route>
    </Switch>
  );
}

/** Whoever listens to the page is told where they are: the document's name, and the focus at the beginning of the content. */
function Titled({ name }: { name: (typeof PAGES)[number]["name"] }) {
  const words = useWords();
  const [location] = useLocation();
  const before = useRef<string>(undefined);
  useEffect(() => {
    document.title = `${words.pages[name]} · ${words.shortPlatform}`;
    if (before.current !== undefined && before.current !== location) document.querySelector("main")?.focus();
    before.current = location;
  }, [words, name, location]);
  return null;
}
