import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { type SiteMap, siteMapIn } from "../rules/siteMap";
import { BASE } from "../settings";

interface Coloured {
  code: string;
  /** name and value, for whoever points at it */
  title: string;
  /** undefined: nothing is known */
  colour: string | undefined;
}

/** The map that the site has had approved, unchanged, and over it the regions in their colours. Whoever has no mouse has the
 * tiles, which say the same. */
export function SiteMapShown({
  region,
  label,
  below,
  hrefOf,
}: {
  region: string;
  label: string;
  below: readonly Coloured[];
  hrefOf: (code: string) => string;
}) {
  const [, navigate] = useLocation();
  const address = `${BASE}/maps/${region}.svg`;
  const map = useSiteMap(address, below.map(({ code }) => code).join());
  const byCode = new Map(below.map((each) => [each.code, each]));
  return (
    <div className="site-map">
      <img src={address} alt={label} />
      {map && (
        <svg viewBox={map.viewBox} aria-hidden="true">
          {map.outlines.map(({ code, path }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the tiles are links of their own, this is hidden from readers
            <path
              key={code + path}
              d={path}
              fill={byCode.get(code)?.colour ?? "none"}
              onClick={() => navigate(hrefOf(code))}
            >
              <title>{byCode.get(code)?.title}</title>
            </path>
          ))}
        </svg>
      )}
    </div>
  );
}

function useSiteMap(address: string, codes: string): SiteMap | undefined {
  const [map, setMap] = useState<SiteMap>();
  useEffect(() => {
    let isGone = false;
    setMap(undefined); // of the region before
    fetch(address)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((text) => {
        const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
        if (!isGone) setMap(siteMapIn(drawing, codes.split(",")));
      })
      .catch(() => undefined); // without colours it is still the map
    return () => {
      isGone = true;
    };
  }, [address, codes]);
  return map;
}
