import { createContext, useContext } from "react";

/** Whether what happens is heard of already. Before that nothing is asked, since what is asked after it needs not be asked again: whatever
 * an answer does not say yet, a message will. Where nothing is followed it has begun. */
export const Begun = createContext(true);

export function useBegun(): boolean {
  return useContext(Begun);
}
