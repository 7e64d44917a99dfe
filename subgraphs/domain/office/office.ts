import type { Role } from "../../../schema/contract/standing";

/** 入网状态: a superior enters on behalf of an office ON_PAPER; NOT_ENROLLED takes no part. */
export const ENROLMENTS = ["ENROLLED", "ON_PAPER", "NOT_ENROLLED"] as const;
export type Enrolment = (typeof ENROLMENTS)[number];

export const UNIT_KINDS = ["DEPARTMENT", "TOWNSHIP", "VILLAGE", "ENTERPRISE", "INSTITUTION", "SCHOOL"] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** Kinds of recusal 任职、地域、公务、亲属回避. */
export const RECUSAL_KINDS = ["POST", "TERRITORY", "DUTY", "KIN"] as const;
export type RecusalKind = (typeof RECUSAL_KINDS)[number];

/** Who keeps the register of units. */
export const REGISTRARS = ["CLERK", "DIRECTOR"] as const;
/** Who appoints teams. */
export const APPOINTERS = ["DIRECTOR"] as const;
/** Who reads the book of the own office; `reading_office()` says the same of its rows, and test/storage/roles compares them. */
export const BOOK_READERS: readonly Role[] = ["CLERK", "DIRECTOR", "APPROVER", "COORDINATOR"];
/** Who reads figures; `figures_office()` says the same of the rows behind them. */
/** Who lets a parked stream of the exchange go on. */
export const STREAM_RELEASERS = ["SYSTEM_ADMIN"] as const;

export const FIGURES_READERS: readonly Role[] = [...BOOK_READERS, "DISPLAY"];
/** Who declares a recusal of somebody of the own office. Everybody may declare the own. */
export const RECUSAL_DECLARERS = ["DIRECTOR", "SECURITY_ADMIN"] as const;
