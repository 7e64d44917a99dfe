import { tierOfId } from "../../../schema/contract/ids";
import { tierOfOffice } from "../../../schema/contract/regionCode";
import { partsOfCustody } from "../../domain/clue/custody";
import { mayCarryClues, PARCEL_KINDS, type ParcelKind, SENT } from "../../domain/clue/parcel";
import { findParcelsToShip, keepParcels, type ParcelRow } from "../../storage/exchange/parcel.repository";
import { readParcel } from "../../trust/clue/parcel";
import { ABOUT_NOTHING, type Draft, Impossible, type Kind } from "./kind";

/** What stands on a parcel, and the parcel as it came. */
interface Carried {
  parcel: string;
  kind: ParcelKind;
  from: ParcelRow["fromCustody"];
  to: ParcelRow["toCustody"];
  body: string;
}

/** One kind of parcel from custody to custody. It is carried as it is: nobody here has a key, and what it says is the business of
 * whoever unpacks it. */
function parcel(name: ParcelKind): Kind {
  return {
    name,
    from: [`Clue.${SENT[name]}`],
    between: mayCarryClues,
    async draft(db, entries) {
      const parcels = await findParcelsToShip(
        db,
        entries.map(({ details }) => details.parcel),
      );
      return entries.flatMap((entry): Draft[] => {
        const found = parcels.get(entry.details.parcel);
        if (!found) return [];
        const destination = partsOfCustody(found.toCustody).office;
        const { office: source, number: journal, at } = entry;
        return [{ kind: name, source, destination, subject: found.id, journal, at, payload: found.body }];
      });
    },
    read(payload): Carried {
      const body = JSON.stringify(payload);
      const read = readParcel(body);
      if (read?.said.kind !== name) throw new Impossible("this is no parcel of its kind");
      const { parcel, kind, from, to } = read.said;
      return { parcel, kind, from, to, body };
    },
    own: ({ parcel }: Carried) => [parcel],
    async apply({ db, now }, messages) {
      const brought = messages.map(({ source, destination, payload }): ParcelRow => {
        const carried = payload as Carried;
        const addressed = partsOfCustody(carried.from).office === source;
        if (!addressed || partsOfCustody(carried.to).office !== destination) {
          throw new Impossible("a parcel goes from an office's own custody to one of the office that it is sent to");
        }
        return rowOf(carried, "IN", destination, now);
      });
      await keepParcels(db, brought);
      return messages.map(() => "APPLIED");
    },
    about: () => ABOUT_NOTHING,
    /** A source that was set back gets its own parcels back from who has them: it unpacks them, and knows again what it had said. */
    async present(db, { source, payloads, now }) {
      const own = (payloads as Carried[]).filter(({ from, parcel }) => {
        return partsOfCustody(from).office === source && tierOfId(parcel) === tierOfOffice(source);
      });
      await keepParcels(
        db,
        own.map((carried) => rowOf(carried, "BACK", source, now)),
      );
      return [];
    },
  };
}

function rowOf({ parcel: id, kind, from, to, body }: Carried, way: ParcelRow["way"], office: string, at: string) {
  return { id, office, way, kind, fromCustody: from, toCustody: to, body, at };
}

export const cluesCarried: readonly Kind[] = PARCEL_KINDS.map(parcel);
