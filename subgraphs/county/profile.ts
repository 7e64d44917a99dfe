import type { TierProfile } from "../tier/profile";

export const profile: TierProfile = { tier: "COUNTY", submits: true };
