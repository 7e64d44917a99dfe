import { nameOfTier, TIERS, type Tier, type TierName } from "../../../schema/contract/tier";
import type { RegionTree } from "../../../schema/regions/tree";
import { type BookPlan, GOLDEN } from "../bulk/plan";
import { BulkWriter } from "../bulk/writer";
import { coverageBooks, ended, jinningBook, PRESENT_TERM, shuangjiangBook } from "./counties";
import { pingdingshanBooks } from "./pingdingshan";
import { provinceBook } from "./province";
import { REGISTER, YUNNAN, YUXI } from "./register";

/** The golden data set: synthetic rows without narrative behind the totals of the founding articles (docs/adr/0014). */
export function goldenBooks(regions: RegionTree): Record<Tier, BookPlan[]> {
  return {
    PROVINCE: [
      provinceBook(regions),
      emptyBook(YUNNAN, { committee: "十一届省委", ordinal: 11, startsOn: "2021-12-01", endsOn: null }),
    ],
    CITY: [yuxiBook(), emptyBook("5301"), emptyBook("5303")],
    COUNTY: [
      ...coverageBooks(regions),
      jinningBook(regions),
      shuangjiangBook(),
      emptyBook("530102"),
      ...pingdingshanBooks(regions),
    ],
  };
}

/** Offices whose accounts ask for the figures, beside those of the demonstration. */
export const GOLDEN_OFFICES = ["4104", "410403", "410404", "410422", "410423", "410425", YUXI, "530925"];

/** Writes it once, each tier in one transaction. */
export async function loadGolden(ownerUrls: Record<TierName, string>, regions: RegionTree): Promise<void> {
  const books = goldenBooks(regions);
  await Promise.all(
    TIERS.map(async (tier) => {
      const writer = await BulkWriter.open(ownerUrls[nameOfTier(tier)], tier, GOLDEN);
      await writer.writeOnce("golden rows", books[tier]).finally(() => writer.close());
    }),
  );
}

/** A term in which nothing has happened yet. */
function emptyBook(office: string, term: BookPlan["term"] = { committee: "本届党委", ...PRESENT_TERM }): BookPlan {
  return { office, term, units: [], rounds: [] };
}

/** “在全省率先完成对101个市级党组织巡察全覆盖” */
function yuxiBook(): BookPlan {
  const codes = Array.from({ length: 101 }, (_, i) => `SYN-${YUXI}-${String(i + 1).padStart(3, "0")}`);
  return {
    office: YUXI,
    term: { committee: "上一届党委", ordinal: 1, startsOn: "2016-07-01", endsOn: "2021-07-01" },
    units: codes.map((code, i) => ({
      code,
      name: `玉溪市市级党组织${i + 1}（合成名）`,
      kind: "DEPARTMENT",
      region: YUXI,
      validFrom: REGISTER.from,
    })),
    rounds: [
      {
        ordinal: 1,
        kind: "REGULAR",
        title: "上一届对市级党组织巡察（合成）",
        status: "CLOSED",
        documentNumber: "合成〔2018〕1号",
        authorisedOn: "2018-02-26",
        note: "文章只有覆盖总数，轮次和日期为编造。Only the total is stated; round and dates are invented.",
        targets: codes.map((unit) => ({
          unit,
          method: null,
          status: "ARCHIVED",
          dates: ended("2018-03-05", "2018-12-14"),
        })),
      },
    ],
  };
}
