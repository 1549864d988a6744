import { clockTime, type When } from "../../web/dates.ts";

/** When a talk in the schedule begins; of one that is longer than its slot the end too, below it. */
export function Hours(
  { from, until, when }: { from: Date; until?: Date | undefined; when: When },
) {
  return (
    <b>
      {clockTime(from, when)}
      {until && <small>{` – ${clockTime(until, when)}`}</small>}
    </b>
  );
}
