interface Counts {
  total: number;
  rectified: number;
  longTerm: number;
}

/** Findings that are neither rectified nor long-term. */
export function openOf({ total, rectified, longTerm }: Counts): number {
  return total - rectified - longTerm;
}

/** 整改率 rectified / total, undefined where nothing is counted: silence is not cleanliness. */
export function closureRateOf({ total, rectified }: Counts): number | undefined {
  return total === 0 ? undefined : rectified / total;
}
