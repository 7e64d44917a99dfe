import { Button, Result } from "antd";
import { type PropsWithChildren, useEffect, useState } from "react";
import { Provider } from "urql";
import { useLocation, useSearch } from "wouter";
import { client } from "../graph/client";
import { BASE } from "../settings";
import { useWords } from "../shell/Appearance";
import { Loading } from "../shell/states";
import { LiveOf } from "./LiveOf";
import { beginSignIn, completeSignIn } from "./signIn";
import { tokens } from "./tokens";
import { ViewerOf } from "./Viewer";

type State = "ARRIVING" | "SIGNED_IN" | "ENDED" | "FAILED";

/** Nothing of the platform is shown to nobody: whoever has no token is sent to the issuer first, and comes back to the same
 * address. */
export function Session({ children }: PropsWithChildren) {
  const words = useWords();
  const [location, navigate] = useLocation();
  const search = useSearch();
  const [state, setState] = useState<State>("ARRIVING");

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a page; what follows are the person's own ways
  useEffect(() => {
    tokens.onEnded = () => setState("ENDED");
    if (location === "/signed-out") return;
    arrive(location, search).then(
      (returnTo) => {
        if (returnTo === undefined) return; // on the way to the issuer
        navigate(returnTo.slice(BASE.length) || "/", { replace: true });
        setState("SIGNED_IN");
      },
      () => setState("FAILED"),
    );
  }, []);

  if (location === "/signed-out") return <SignIn title={words.signedOut} />;
  if (state === "FAILED") return <SignIn title={words.signInFailed} />;
  if (state === "ARRIVING") return <Loading />;
  return (
    <Provider value={client}>
      {state === "ENDED" && <SignIn title={words.sessionEnded} here />}
      <ViewerOf>
        <LiveOf>{children}</LiveOf>
      </ViewerOf>
    </Provider>
  );
}

/** @returns the address to show, undefined where the browser leaves for the issuer */
async function arrive(location: string, search: string): Promise<string | undefined> {
  if (location !== "/signed-in") {
    const query = search ? `?${search}` : "";
    await beginSignIn(`${BASE}${location}${query}`);
    return undefined;
  }
  const { tokens: answer, returnTo } = await completeSignIn(search);
  tokens.hold(answer);
  return returnTo;
}

function SignIn({ title, here = false }: { title: string; here?: boolean }) {
  const words = useWords();
  const returnTo = here ? window.location.pathname + window.location.search : `${BASE}/`;
  const button = (
    <Button type="primary" onClick={() => void beginSignIn(returnTo)}>
      {words.signIn}
    </Button>
  );
  return <Result status="info" title={<h1 className="quiet-title">{title}</h1>} extra={button} />;
}
