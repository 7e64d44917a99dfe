import { Alert, Button } from "antd";
import { Component, type PropsWithChildren, type ReactNode, Suspense } from "react";
import { useLocation } from "wouter";
import { useWords } from "./Appearance";
import { Loading } from "./states";
import { useReload } from "./useReload";

interface Guard {
  /** what stands there until the file has come */
  waiting?: ReactNode;
  /** nobody stands before it with a mouse */
  isUnattended?: boolean;
}

/** Around what is a file of its own for the browser: until it has come, and where it cannot be had or drawn, what surrounds it stays. */
export function Guarded({ waiting = <Loading />, isUnattended = false, children }: PropsWithChildren<Guard>) {
  const [place] = useLocation();
  return (
    <Boundary place={place} broken={<Broken isUnattended={isUnattended} />}>
      <Suspense fallback={waiting}>{children}</Suspense>
    </Boundary>
  );
}

function Broken({ isUnattended }: { isUnattended: boolean }) {
  const words = useWords();
  useReload(isUnattended);
  const refresh = <Button onClick={() => window.location.reload()}>{words.refresh}</Button>;
  return <Alert role="alert" type="error" showIcon title={words.broken} action={refresh} />;
}

type Bounds = PropsWithChildren<{ place: string; broken: ReactNode }>;

/** Only a class hears of what was thrown below it. React writes that into the browser's log. */
class Boundary extends Component<Bounds, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidUpdate({ place }: Bounds) {
    if (this.state.isBroken && place !== this.props.place) this.setState({ isBroken: false });
  }

  override render() {
    return this.state.isBroken ? this.props.broken : this.props.children;
  }
}
