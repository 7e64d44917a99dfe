/** What the development issuer and those who sign in through it must agree on. */
export const CLIENT_ID = "inspection-dev";
export const AUDIENCE = "inspection-platform";

/** The page that people work in: it renews its tokens while it is open, and a browser that has signed in need not do so again. */
export const DASHBOARD_CLIENT_ID = "inspection-dashboard";
export const DASHBOARD_REDIRECT_URIS = ["http://127.0.0.1/dashboard/signed-in"];
export const DASHBOARD_SIGNED_OUT_URIS = ["http://127.0.0.1/dashboard/signed-out"];

/** Loopback only; the port is the caller's choice (RFC 8252). The second is the gateway's GraphiQL page. */
export const REDIRECT_URIS = ["http://127.0.0.1/callback", "http://127.0.0.1/graphiql"];

/** The resource indicator must be a URI, the audience of the token is its short name. */
export const RESOURCE = `urn:${AUDIENCE}`;
export const RESOURCE_SCOPE = "platform";
