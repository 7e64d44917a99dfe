import type { TierProfile } from "../tier/profile";
import { CityCountiesResolver } from "./counties.resolver";

export const profile: TierProfile = { tier: "CITY", resolvers: [CityCountiesResolver] };
