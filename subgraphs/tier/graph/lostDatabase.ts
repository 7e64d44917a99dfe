import type { ApolloServerPlugin } from "@apollo/server";
import { unwrapResolverError } from "@apollo/server/errors";
import { isDatabaseGone } from "../../storage/away";
import type { TierContext } from "../context";

/** Notes at an operation that its database is gone: the answer's status says so, where nothing of it is done. */
export const notingLostDatabase: ApolloServerPlugin<TierContext> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue: { session } }) {
        session.hasLostDatabase ||= errors.some((error) => isDatabaseGone(unwrapResolverError(error)));
      },
    };
  },
};
