import type { RegionTree } from "../../schema/regions/tree";
import type { GatewayClient } from "../client/gatewayClient";
import { JINNING, ROUNDS, type RoundPlan } from "./book";
import { JinningEntry } from "./entry";
import { isLoaded, type JinningOffice } from "./office";

/** What `region(code: "530115") { countyFigures }` tells one caller. */
export interface Figures {
  total: number;
  rectified: number;
  open: number;
  closureRate: number | null;
  notSubmitted: number;
  rounds: number;
  units: number;
  synthetic: boolean;
}

export interface LineResult {
  name: string;
  /** the golden data set has brought the book: nothing was entered, so the figures below are all of one moment */
  loaded: boolean;
  /** what the province saw before anything was entered, and before anything was submitted */
  atFirst: Figures;
  beforeSubmission: Figures;
  /** the county's own book at that moment */
  ownBook: Figures;
  /** what the province sees in the end */
  submitted: Figures;
}

export interface Line {
  office: JinningOffice;
  province: GatewayClient;
  regions: RegionTree;
  /** all of the book where nothing is said */
  rounds?: readonly RoundPlan[];
  /** told after each step */
  onStep?: () => void;
}

/** The real line: the county's accounts enter the book of Jinning and submit it, the province asks for its figures. Where the
 * golden data set has brought the same book, it is only asked for. */
export async function runLine({ office, province, regions, rounds = ROUNDS, onStep }: Line): Promise<LineResult> {
  const entry = new JinningEntry(office, regions, rounds, onStep);
  const atFirst = await askFigures(province);
  if (await isLoaded(office)) {
    const { name, figures } = atFirst;
    const ownBook = (await askFigures(office.director)).figures;
    return { name, loaded: true, atFirst: figures, beforeSubmission: figures, submitted: figures, ownBook };
  }
  await entry.enterBook();
  const ownBook = await askFigures(office.director);
  const beforeSubmission = await askFigures(province);
  await entry.submitAll();
  const submitted = await askFigures(province);
  return {
    name: submitted.name,
    loaded: false,
    atFirst: atFirst.figures,
    ownBook: ownBook.figures,
    beforeSubmission: beforeSubmission.figures,
    submitted: submitted.figures,
  };
}

const QUERY = `query JinningFigures($code: ID!) {
  region(code: $code) {
    name
    countyFigures { total rectified open closureRate notSubmitted rounds units synthetic }
  }
}`;

export async function askFigures(client: GatewayClient): Promise<{ name: string; figures: Figures }> {
  const { region } = await client.ask<{ region: { name: string; countyFigures: Figures | null } | null }>(QUERY, {
    code: JINNING,
  });
  if (!region?.countyFigures) throw new Error(`the figures of ${JINNING} are hidden from this account, or not there`);
  return { name: region.name, figures: region.countyFigures };
}
