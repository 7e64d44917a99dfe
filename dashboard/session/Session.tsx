import { Button, Result } from "antd";
import { type PropsWithChildren, useCallback, useEffect, useState } from "react";
import { Provider } from "urql";
import { useLocation, useSearch } from "wouter";
import { client } from "../graph/client";
import { BASE } from "../settings";
import { useWords } from "../shell/Appearance";
import { Loading } from "../shell/states";
import { LiveOf } from "./LiveOf";
import { beginSignIn, completeSignIn, SignInFault } from "./signIn";
import { tokens } from "./tokens";
import { ViewerOf } from "./Viewer";

/** AWAY: the issuer does not answer */
type State = "ARRIVING" | "SIGNED_IN" | "ENDED" | "FAILED" | "AWAY";

/** A wall that starts before its issuer has nobody to try again, and so does every page: whose it is, nobody knows yet. */
const TRY_AGAIN_MS = 60_000;

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
      (cause) => setState(cause instanceof SignInFault ? "FAILED" : "AWAY"),
    );
  }, []);

  if (location === "/signed-out") return <SignIn title={words.signedOut} />;
  if (state === "FAILED") return <SignIn title={words.signInFailed} />;
  if (state === "AWAY") return <SignIn title={words.signInFailed} here={location !== "/signed-in"} isAway />;
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

interface SignInShown {
  title: string;
  /** it comes back to this very page */
  here?: boolean;
  /** the issuer did not answer: it is tried again by itself */
  isAway?: boolean;
}

function SignIn({ title, here = false, isAway = false }: SignInShown) {
  const words = useWords();
  const [isSilent, setSilent] = useState(isAway);
  const returnTo = here ? window.location.pathname + window.location.search : `${BASE}/`;
  const begin = useCallback(() => void beginSignIn(returnTo).catch(() => setSilent(true)), [returnTo]);
  useEffect(() => {
    if (!isAway) return undefined;
    const timer = setInterval(begin, TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isAway, begin]);
  const button = (
    <Button type="primary" onClick={begin}>
      {words.signIn}
    </Button>
  );
  const silent = isSilent && <span role="alert">{words.issuerSilent}</span>;
  return <Result status="info" title={<h1 className="quiet-title">{title}</h1>} subTitle={silent} extra={button} />;
}
