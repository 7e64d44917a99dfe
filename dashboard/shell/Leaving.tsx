import { useEffect } from "react";
import type { BaseLocationHook } from "wouter";
import { useBrowserLocation } from "wouter/use-browser-location";
import { unsent } from "../rules/unsent";
import { useWords } from "./Appearance";

/** The address, as the routes and links use it: a way that would lose what somebody has written asks first. */
export const useAskedLocation: BaseLocationHook = (...given) => {
  const [path, navigate] = useBrowserLocation(...given);
  return [path, (to: string, options?: object) => (mayGo(to) ? navigate(to, options) : undefined)];
};

function mayGo(to: string): boolean {
  return unsent.mayGo(location.pathname, new URL(to, location.href).pathname);
}

/** Says that a form holds what was not sent yet. */
export function useUnsent(isWritten: boolean): void {
  useEffect(() => (isWritten ? unsent.keep() : undefined), [isWritten]);
}

/** The ways out that are no link: Back, a reload, another address, a window that is closed. */
export function Leaving() {
  const { work } = useWords();
  useEffect(() => {
    unsent.ask = () => window.confirm(work.leave);
  }, [work]);
  useEffect(() => {
    let shown = { address: location.href, state: history.state };
    const note = () => {
      shown = { address: location.href, state: history.state };
    };
    /** before the routes hear of it: the browser is there already, and is brought back */
    const goBack = (event: PopStateEvent) => {
      if (mayGo(new URL(shown.address).pathname)) return note();
      event.stopImmediatePropagation();
      history.pushState(shown.state, "", shown.address);
    };
    const unload = (event: BeforeUnloadEvent) => {
      if (!unsent.isAny) return;
      event.preventDefault();
      event.returnValue = ""; // older browsers ask by this
    };
    window.addEventListener("popstate", goBack, true);
    window.addEventListener("pushState", note);
    window.addEventListener("replaceState", note);
    window.addEventListener("beforeunload", unload);
    return () => {
      window.removeEventListener("popstate", goBack, true);
      window.removeEventListener("pushState", note);
      window.removeEventListener("replaceState", note);
      window.removeEventListener("beforeunload", unload);
    };
  }, []);
  return null;
}
