import DataLoader from "dataloader";
import { type Completeness, completenessOf } from "../../domain/figures/completeness";
import { findOfficeSlices } from "../../storage/figures/completeness.repository";
import {
  type CoverageRow,
  coverRegions,
  coverTerms,
  findPlannedUnits,
} from "../../storage/figures/coverage.repository";
import {
  countInspectionTopics,
  findPartlyHidden,
  findRegionsWithRecused,
} from "../../storage/figures/dossier.repository";
import { countFigures, countSpread, countTopics } from "../../storage/figures/figures.repository";
import { countDueSoon, countOverdue } from "../../storage/figures/overdue.repository";
import { countRounds, countTerms, findRoundsBefore } from "../../storage/figures/rounds.repository";
import type { Session } from "../../storage/session";
import { byKey, ofParent } from "../batching";

/** One statement for each kind of figure that an operation asks for, whatever the number of regions. */
export function figureLoaders(session: Session, today: () => string) {
  return {
    figures: byKey(session, countFigures, (row) => row.region),
    spread: byKey(session, countSpread, (row) => row.region),
    overdue: byKey(
      session,
      (db, regions) => countOverdue(db, regions, today()),
      (row) => row.place,
    ),
    dueSoon: byKey(
      session,
      (db, regions) => countDueSoon(db, regions, today()),
      (row) => row.place,
    ),
    focusFigures: ofParent(
      session,
      (db, regions) => countTopics(db, "focus", regions),
      (row) => row.region,
    ),
    categoryFigures: ofParent(
      session,
      (db, regions) => countTopics(db, "category", regions),
      (row) => row.region,
    ),
    coverage: byKey<CoverageRow>(
      session,
      (db, regions) => coverRegions(db, regions, today()),
      (row) => row.key,
    ),
    termCoverage: byKey<CoverageRow>(
      session,
      (db, terms) => coverTerms(db, terms, today()),
      (row) => row.key,
    ),
    roundFigures: byKey(session, countRounds, (row) => row.id),
    roundBefore: byKey(session, findRoundsBefore, (row) => row.after),
    termFigures: byKey(session, countTerms, (row) => row.id),
    inspectionTopics: ofParent(session, countInspectionTopics, (row) => row.targetId),
    roundPartlyHidden: byKey(
      session,
      (db, ids) => findPartlyHidden(db, "round_id", ids),
      (row) => row.id,
    ),
    targetPartlyHidden: byKey(
      session,
      (db, ids) => findPartlyHidden(db, "target_id", ids),
      (row) => row.id,
    ),
    regionWithRecused: byKey(session, findRegionsWithRecused, (row) => row.id),
    plannedUnit: byKey(session, findPlannedUnits, (row) => row.id),
    completeness: new DataLoader<string, Completeness>(async (regions) => {
      const slices = await session.read((db) => findOfficeSlices(db, regions, today()));
      return regions.map((region) => completenessOf(region, slices));
    }),
  };
}
