/** A region's outline on a site's map. */
interface Outline {
  code: string;
  /** as the `d` of a path */
  path: string;
}

export interface SiteMap {
  /** x y width height */
  viewBox: string;
  outlines: Outline[];
}

/** The outlines on a map that say whose they are (`data-region="9901"`): paths and polygons, which stand where they are drawn,
 * moved by no `transform`. Nothing else is taken from the drawing: the whole of it is shown as the picture that was approved.
 * @returns undefined where it is no map for these regions */
export function siteMapIn(drawing: Document, codes: readonly string[]): SiteMap | undefined {
  const viewBox = drawing.documentElement.getAttribute("viewBox") ?? "";
  if (!/^[-\d. ]+$/.test(viewBox)) return undefined;
  const outlines = [...drawing.querySelectorAll("[data-region]")].flatMap((shape): Outline[] => {
    const code = shape.getAttribute("data-region") ?? "";
    const points = shape.getAttribute("points");
    const path = points ? `M${points.trim()}Z` : (shape.getAttribute("d") ?? "");
    return codes.includes(code) && /^[\sMmLlHhVvCcSsQqTtAaZz\d.,eE+-]+$/.test(path) ? [{ code, path }] : [];
  });
  return outlines.length > 0 ? { viewBox, outlines } : undefined;
}
