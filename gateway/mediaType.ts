const OFFERED = ["application/json", "application/graphql-response+json"] as const;
type MediaType = (typeof OFFERED)[number];

/** Chooses as GraphQL over HTTP says: what is preferred, at a draw what is named first; JSON where nothing is said.
 * @returns undefined where the caller takes neither */
export function mediaTypeFor(accept: string | undefined): MediaType | undefined {
  // what nearly everybody sends
  if (accept === undefined || accept === "*/*" || accept === "application/json") return "application/json";
  if (!accept.trim()) return "application/json";
  const ranges = accept.slice(0, 1_000).split(",").map(readRange);
  const wanted = ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  const refused = ranges.filter(({ quality }) => quality === 0).map(({ type }) => type);
  for (const { type } of wanted) {
    const found = OFFERED.find((offered) => isIn(offered, type) && !refused.includes(offered));
    if (found) return found;
  }
  return undefined;
}

/** @returns the header of an answer, whatever the caller takes */
export function contentTypeFor(accept: string | undefined): string {
  return `${mediaTypeFor(accept) ?? "application/json"}; charset=utf-8`;
}

function readRange(text: string): { type: string; quality: number } {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  const quality = Number(weight ?? 1);
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}

function isIn(offered: MediaType, range: string): boolean {
  return range === offered || range === "*/*" || range === "application/*";
}
