import { UnitName as Question } from "../generated/operations";
import { useAsk } from "../graph/useAsk";

/** What a unit of some register is called; its id where nobody can say. */
export function UnitName({ id }: { id: string }) {
  const { data } = useAsk(Question, { id }, { steady: true });
  return <>{data?.unit?.name ?? id}</>;
}
