import type { TierProfile } from "../tier/profile";

export const profile: TierProfile = {
  tier: "CITY",
  submits: true,
  lower: { tier: "COUNTY", field: "counties", description: "所辖各县（市、区）。The offices of the city's counties." },
};
