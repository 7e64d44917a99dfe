import type { Answers } from "./answers";

/** The founding articles, numbered as in the ADR. */
type Article = "S0" | "S1" | "S2" | "S4";

interface Stated {
  name: string;
  article: Article;
  /** as the article has it, or how it follows from what it has */
  stated: string;
}

/** A figure that a question to the gateway must answer with. */
export interface Figure extends Stated {
  expected: number;
  /** 余、多: the article gives no exact number */
  atLeast?: true;
  /** not in the article */
  derived?: true;
  ask(answers: Answers): Promise<number>;
}

/** A figure whose feature is not built yet. */
export interface PendingFigure extends Stated {
  pending: string;
}

type Verdict = "ok" | "wrong" | "pending";

export interface Found extends Stated {
  expected: string;
  found: string;
  verdict: Verdict;
  reason?: string;
}

/** Asks for every figure, one after the other. */
export async function compare(
  figures: readonly Figure[],
  pending: readonly PendingFigure[],
  answers: Answers,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const { name, article, stated, expected, atLeast, derived, ask } of figures) {
    const value = await ask(answers);
    const ok = atLeast ? value >= expected : value === expected;
    found.push({
      ...{ name, article, stated },
      expected: `${atLeast ? "≥ " : ""}${expected}${derived ? ", derived" : ""}`,
      found: String(value),
      verdict: ok ? "ok" : "wrong",
    });
  }
  const waiting = pending.map(({ name, article, stated, pending: reason }): Found => {
    return { name, article, stated, expected: "", found: "", verdict: "pending", reason };
  });
  return [...found, ...waiting];
}
