/** The office whose book an object is in, as a page knows it. */
export interface BookOffice {
  code: string;
  enrolment?: string | null;
}

/** Whether an office keeps a book: its own, or, 代录, that of an office on paper directly below it. What of it whom is allowed is the
 * platform's to say. */
export function keepsBook(keeper: string, office: BookOffice | null | undefined): boolean {
  return office?.code === keeper || entersFor(keeper, office);
}

/** 代录: whether an office enters for another, which keeps its book on paper. */
export function entersFor(keeper: string, office: BookOffice | null | undefined): boolean {
  return office?.enrolment === "ON_PAPER" && office.code.slice(0, -2) === keeper;
}
