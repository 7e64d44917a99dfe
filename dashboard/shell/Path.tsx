import { Breadcrumb } from "antd";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { pathOf } from "../rules/regions";

/** From the province down to here; each step leads there.
 * @param region where it begins, by code and full path; below the county its page is the county's
 * @param rest what follows, the last of it is where one is */
export function Path({
  region,
  rest = [],
}: {
  region: { code: string; pathName: string } | null | undefined;
  rest?: readonly { key: string; title: ReactNode }[];
}) {
  const steps = region ? pathOf(region.code, region.pathName).filter(({ code }) => code.length <= 6) : [];
  const isHere = (place: number) => rest.length === 0 && place === steps.length - 1;
  return (
    <Breadcrumb
      items={[
        ...steps.map(({ code, name }, place) => ({
          key: code,
          title: isHere(place) ? name : <Link href={`/overview/${code}`}>{name}</Link>,
        })),
        ...rest,
      ]}
    />
  );
}
