import type { TierProfile } from "../tier/profile";
import { ProvinceCitiesResolver } from "./cities.resolver";

export const profile: TierProfile = { tier: "PROVINCE", resolvers: [ProvinceCitiesResolver] };
