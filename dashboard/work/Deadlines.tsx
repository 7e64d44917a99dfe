import { useWords } from "../shell/Appearance";
import { Signal } from "../shell/Signal";
import { type Words, wordFor } from "../words";

interface Deadline {
  clock: string;
  dueOn: string;
  colour?: string | null;
  metOn?: string | null;
}

/** Until when something is due, each in its colour; and what was done, in time or late. */
export function Deadlines({ deadlines }: { deadlines: readonly Deadline[] }) {
  const words = useWords();
  return deadlines.map(({ clock, dueOn, colour, metOn }) => {
    const wasLate = metOn && metOn > dueOn;
    return (
      <div key={clock}>
        <Signal colour={wasLate ? undefined : metOn ? "GREEN" : colour}>
          {wordFor(words.clock, clock)} {dueOn}
          {metOn && ` ✓ ${metOn}`}
          {wasLate && ` · ${words.colour.RED}`}
        </Signal>
      </div>
    );
  });
}

/** How many days are left, or over; nothing where that is not counted any more. */
export function leftText(
  { daysLeft, unit }: { daysLeft?: number | null; unit: string },
  words: Pick<Words["todo"], "left" | "late" | "today">,
): string {
  if (daysLeft === null || daysLeft === undefined) return "";
  if (daysLeft === 0) return words.today;
  const isWorking = unit === "WORKING";
  return daysLeft > 0 ? words.left(daysLeft, isWorking) : words.late(-daysLeft, isWorking);
}
