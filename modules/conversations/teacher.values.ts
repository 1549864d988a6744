import { dayIn, timeIn } from "../../web/clock.ts";
import type { Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { mailsText } from "./mails.text.ts";
import type { Round } from "./rounds.queries.ts";
import type { MakerChoices } from "./teacher.queries.ts";
import { makerText } from "./teacher.maker.text.ts";

/** What a new round is filled in with: a talk of ten minutes for each child of the own groups. */
export function newValues(viewer: Viewer, choices: MakerChoices): Values {
  const t = makerText(viewer.language);
  const own = viewer.groups.filter((group) => group.as === "teacher").map(({ id }) => id);
  const here = (ids: number[], among: { id: number }[]) =>
    among.filter(({ id }) => ids.includes(id)).map(({ id }) => String(id));
  const talks = choices.groups.filter(({ id }) => own.includes(id))
    .reduce((sum, { pupils }) => sum + pupils, 0);
  return {
    key: crypto.randomUUID(),
    title: t.defaultName,
    groups: here(own, choices.groups),
    teachers: here(viewer.people.map(({ id }) => id), choices.teachers),
    ...talks > 0 && { talks: String(talks) },
    minutes: "10",
    inARow: "6",
    breakMinutes: "10",
    fair: "no",
    closesAt: "20:00",
    wishesAt: "20:00",
    invitation: mailsText(viewer.school.language).invitation,
  };
}

/** What a round was filled in with. */
export function valuesOfRound(round: Round, { school: { timeZone } }: Viewer): Values {
  const ids = (some: { id: number }[]) => some.map(({ id }) => String(id));
  const { talks, minutes, inARow, breakMinutes, days = [] } = round.plan;
  const moment = (field: string, at: Date | null) =>
    at ? { [`${field}On`]: dayIn(timeZone, at), [`${field}At`]: timeIn(timeZone, at) } : {};
  return {
    title: round.title,
    groups: ids(round.groups),
    teachers: ids(round.teachers),
    talks: String(talks),
    minutes: String(minutes),
    inARow: String(inARow),
    breakMinutes: String(breakMinutes),
    ...Object.fromEntries(days.flatMap(({ day, begin, end }, i) => [
      [`day${i + 1}`, day],
      [`begin${i + 1}`, begin],
      [`end${i + 1}`, end],
    ])),
    room: round.room,
    videoLink: round.videoLink,
    invitation: round.invitation,
    ...round.separateTalks && { separateTalks: "on" },
    fair: round.fair ? "yes" : "no",
    ...moment("opens", round.opensAt),
    ...moment("closes", round.closesAt),
    ...moment("wishes", round.wishesUntil),
  };
}
