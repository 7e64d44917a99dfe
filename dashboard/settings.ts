/** What the gateway tells the page in its head; nothing of it is secret. */
interface PlatformSettings {
  /** of the sign-in, as an OpenID Connect issuer names itself */
  issuer: string;
  /** by which the issuer knows this page */
  client: string;
  demonstration: boolean;
  /** codes of the regions of which the site has an approved map */
  maps?: string[];
}

/** Under which the gateway serves the page; every link begins with it. */
export const BASE = "/dashboard";

const head = document.querySelector<HTMLMetaElement>('meta[name="platform"]');

export const settings: PlatformSettings = JSON.parse(head?.content ?? "{}");

/** The styles that are written while the page runs carry it, and no others are let in. */
export const nonce = head?.nonce ?? "";
