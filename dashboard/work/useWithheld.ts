import { type Lifecycle, withheldOf } from "../rules/lifecycle";
import { useViewer } from "../session/Viewer";

export type Office = { code: string } | null;

/** Of an object of the own office: the steps of the viewer's roles that are not offered now. */
export function useWithheld(
  table: Lifecycle,
  status: string,
  offered: readonly string[],
  office: Office | undefined,
): readonly string[] {
  const viewer = useViewer();
  return office?.code === viewer.officeCode ? withheldOf(table, status, offered, viewer.roles) : [];
}
