import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import {
  answersForUnit,
  handlesClues,
  keepsSystems,
  readsFigures,
  signsReviews,
  type Viewer,
  worksInOffice,
} from "./session/Viewer";
import type { Words } from "./words";

/** One page. What it may show is decided by the platform; `mayOpen` only keeps out of the navigation what would be empty. */
interface Page {
  /** below /dashboard, as wouter reads it: `/rounds/:id` */
  path: string;
  name: keyof Words["pages"];
  /** without one, it is reached by links from other pages and not from the navigation */
  inNavigation?: string;
  mayOpen: (viewer: Viewer) => boolean;
  /** it has the whole window, without the navigation */
  isWhole?: boolean;
  /** each page is a file of its own for the browser */
  Shown: LazyExoticComponent<ComponentType>;
}

/** Every page, in the order of the navigation. A new one: a folder, an entry here, its name in `words`. */
export const PAGES: readonly Page[] = [
  {
    path: "/overview/:code?",
    name: "overview",
    inNavigation: "/overview",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./overview/OverviewPage")),
  },
  {
    path: "/todo",
    name: "todo",
    inNavigation: "/todo",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./todo/TodoPage")),
  },
  {
    path: "/ledger",
    name: "ledger",
    inNavigation: "/ledger",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./ledger/LedgerPage")),
  },
  {
    path: "/rounds",
    name: "rounds",
    inNavigation: "/rounds",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./rounds/RoundsPage")),
  },
  {
    path: "/exchange",
    name: "exchange",
    inNavigation: "/exchange",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./exchange/ExchangePage")),
  },
  {
    path: "/reviews",
    name: "reviews",
    inNavigation: "/reviews",
    mayOpen: signsReviews,
    Shown: lazy(() => import("./reviews/ReviewsPage")),
  },
  {
    path: "/clues",
    name: "clues",
    inNavigation: "/clues",
    mayOpen: handlesClues,
    Shown: lazy(() => import("./clues/CluesPage")),
  },
  {
    path: "/unit",
    name: "unit",
    inNavigation: "/unit",
    mayOpen: answersForUnit,
    Shown: lazy(() => import("./unit/UnitPage")),
  },
  {
    path: "/wall/:code?",
    name: "wall",
    inNavigation: "/wall",
    mayOpen: readsFigures,
    isWhole: true,
    Shown: lazy(() => import("./wall/WallPage")),
  },
  {
    path: "/streams",
    name: "streams",
    inNavigation: "/streams",
    mayOpen: keepsSystems,
    Shown: lazy(() => import("./streams/StreamsPage")),
  },
  {
    path: "/coverage/:code",
    name: "coverage",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./coverage/CoveragePage")),
  },
  {
    path: "/offices/:code",
    name: "offices",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./offices/OfficesPage")),
  },
  { path: "/rounds/:id", name: "round", mayOpen: worksInOffice, Shown: lazy(() => import("./round/RoundPage")) },
  { path: "/targets/:id", name: "target", mayOpen: worksInOffice, Shown: lazy(() => import("./target/TargetPage")) },
  {
    path: "/findings/:id",
    name: "finding",
    mayOpen: worksInOffice,
    Shown: lazy(() => import("./finding/FindingPage")),
  },
];

/** Where a person begins. */
export function firstPage(viewer: Viewer): string | undefined {
  const page = PAGES.find(({ inNavigation, mayOpen }) => inNavigation && mayOpen(viewer));
  return page?.inNavigation;
}
