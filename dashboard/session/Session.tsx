import { Button, Result } from "antd";
import { type PropsWithChildren, useCallback, useEffect, useState } from "react";
import { Provider } from "urql";
import { useLocation, useSearch } from "wouter";
import { client } from "../graph/client";
import { isBeside } from "../rules/beside";
import { tellChange } from "../rules/changes";
import { BASE } from "../settings";
import { useWords } from "../shell/Appearance";
import { Loading } from "../shell/states";
import { handOver, signInBeside } from "./beside";
import { LiveOf } from "./LiveOf";
import { beginSignIn, completeSignIn, returnToKept, SignInFault } from "./signIn";
import { tokens } from "./tokens";
import { ViewerOf } from "./Viewer";

/** AWAY: the issuer does not answer; HANDED_OVER: another window asked for it */
type State = "ARRIVING" | "SIGNED_IN" | "ENDED" | "FAILED" | "AWAY" | "HANDED_OVER";

/** A wall that starts before its issuer has nobody to try again, and so does every page: whose it is, nobody knows yet. */
const TRY_AGAIN_MS = 60_000;

/** Nothing of the platform is shown to nobody: whoever has no token is sent to the issuer first, and comes back to the same
 * address. */
export function Session({ children }: PropsWithChildren) {
  const words = useWords();
  const [location, navigate] = useLocation();
  const search = useSearch();
  const [state, setState] = useState<State>("ARRIVING");
  const [signIns, setSignIns] = useState(1);
  function goOn() {
    setState("SIGNED_IN");
    setSignIns(signIns + 1);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a page; what follows are the person's own ways
  useEffect(() => {
    tokens.onEnded = () => setState("ENDED");
    if (location === "/signed-out") return;
    if (location === "/signed-in" && isBeside(search)) {
      void handOver(search).then((isTaken) => {
        setState(isTaken ? "HANDED_OVER" : "FAILED");
        if (isTaken) window.close();
      });
      return;
    }
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
  if (state === "HANDED_OVER")
    return <Result status="success" title={<h1 className="quiet-title">{words.signedInBeside}</h1>} />;
  if (state === "ARRIVING") return <Loading />;
  return (
    <Provider value={client}>
      {state === "ENDED" && <SignInBeside onHeld={goOn} />}
      <ViewerOf>
        <LiveOf signIns={signIns}>{children}</LiveOf>
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
  const asked = here ? window.location.pathname + window.location.search : isAway && returnToKept();
  const returnTo = asked || `${BASE}/`;
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

/** The sign-in has ended, and what somebody was doing has not: it stays, and goes on once they have signed in by another window. */
function SignInBeside({ onHeld }: { onHeld: () => void }) {
  const words = useWords();
  const [hasFailed, setFailed] = useState(false);
  async function begin() {
    setFailed(false);
    const answer = await signInBeside().catch(() => undefined);
    if (!answer) return setFailed(true);
    // somebody else begins with what is theirs
    if (!tokens.holdAgain(answer)) return window.location.assign(`${BASE}/`);
    onHeld();
    void tellChange();
  }
  return (
    <Result
      status="info"
      title={<h1 className="quiet-title">{words.sessionEnded}</h1>}
      subTitle={hasFailed && <span role="alert">{words.signInFailed}</span>}
      extra={
        <Button type="primary" onClick={() => void begin()}>
          {words.signIn}
        </Button>
      }
    />
  );
}
