/** What Vite writes of each built file. */
export type Manifest = Record<
  string,
  { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] }
>;

/** The page where most people begin, of the files that are loaded only when a page is opened. */
const FIRST_PAGE = "overview/OverviewPage.tsx";

/** @returns every file that a browser fetches before it shows the first page, drawings not yet among them */
export function firstLoadOf(manifest: Manifest): string[] {
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry || key === FIRST_PAGE);
  if (entries.length < 2) throw new Error(`the built page has no ${FIRST_PAGE}`);
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    waiting.push(...(manifest[key]?.imports ?? []));
  }
  const files = [...reached].flatMap((key) => [manifest[key]?.file ?? [], manifest[key]?.css ?? []].flat());
  return [...new Set(files)];
}
