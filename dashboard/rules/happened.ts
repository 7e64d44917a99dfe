interface Told {
  event: { kind: string; resync?: string | null };
}

const MOST = 30;

/** What stands under 刚刚发生 after one more message, the latest first. What was told under other rights may be seen no more. */
export function toldWith<One extends Told>(before: readonly One[], told: One): readonly One[] {
  const { kind, resync } = told.event;
  if (resync === "RIGHTS_CHANGED") return [];
  return kind === "STARTED" || kind === "RESYNC" ? before : [told, ...before].slice(0, MOST);
}
