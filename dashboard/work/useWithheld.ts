import { type BookOffice, keepsBook } from "../rules/books";
import { type Lifecycle, withheldOf } from "../rules/lifecycle";
import { useViewer } from "../session/Viewer";

export type Office = BookOffice | null;

/** Of an object in a book that the own office keeps: the steps of the viewer's roles that are not offered now. */
export function useWithheld(
  table: Lifecycle,
  status: string,
  offered: readonly string[],
  office: Office | undefined,
): readonly string[] {
  const viewer = useViewer();
  return keepsBook(viewer.officeCode, office) ? withheldOf(table, status, offered, viewer.roles) : [];
}
