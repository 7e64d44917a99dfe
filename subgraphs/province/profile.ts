import type { TierProfile } from "../tier/profile";

export const profile: TierProfile = {
  tier: "PROVINCE",
  submits: false,
  lower: { tier: "CITY", field: "cities", description: "所辖各市（州）。The offices of the province's cities." },
};
