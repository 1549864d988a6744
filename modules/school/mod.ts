import { Hono } from "hono";
import type { Env } from "../../web/house.ts";
import type { Module } from "../../web/module.ts";
import { addingRoutes } from "./adding.routes.tsx";
import { groupsRoutes } from "./groups.routes.tsx";
import { familyRoutes } from "./family.routes.tsx";
import { contact } from "./help.actions.ts";
import { helpRoutes } from "./help.routes.tsx";
import { movingRoutes } from "./moving.routes.tsx";
import { overviewRoutes } from "./overview.routes.tsx";
import { personal } from "./personal.ts";
import { peopleRoutes } from "./people.routes.tsx";
import { personRoutes } from "./person.routes.tsx";
import { settingsRoutes } from "./settings.routes.tsx";
import { importRoutes } from "./import/import.routes.tsx";
import { forgetImports } from "./import/store.ts";
import { setupRoutes } from "./setup.routes.tsx";
import { beginSchoolYear } from "./transition.effect.ts";
import { transitionRoutes } from "./transition.routes.tsx";

export { changeOwnEmail } from "./account.actions.ts";
export { ClassTable } from "./class_list.pages.tsx";
export { type ListedPupil, listInClasses } from "./class_list.queries.ts";
export { sentences } from "./errors.ts";
export { relationName } from "./family.partials.tsx";
export { groupsName } from "./groups.pages.tsx";
export {
  groupsAreOff,
  knownAs,
  listOwnChildren,
  nameOf,
  type OwnChild,
  schoolYearAt,
} from "./groups.queries.ts";
export { lockRoster } from "./groups.actions.ts";
export { listOffice } from "./help.queries.ts";
export { parsePhone, parsePostcode, shownPhone } from "./import/dutch.ts";
export { mustBeKept } from "./kept.ts";
export { likePatterns, searchWords } from "./letters.ts";
export { compareNames, formatInitials, type NameParts } from "./names.ts";
export { addressLine } from "./people.queries.ts";
export { relations } from "./person.forms.ts";
export {
  type PersonField,
  type PupilField,
  type Reader,
  seesOfPerson,
  seesOfPupil,
} from "./sharing.ts";
export { type Audience, audiences } from "./tables.ts";

/** The school itself: who is in it, what it has set, and how one gets help. */
export const school: Module = {
  name: "school",
  frontRoutes: setupRoutes,
  routes: new Hono<Env>()
    .route("/", transitionRoutes)
    .route("/", groupsRoutes)
    .route("/", movingRoutes)
    .route("/", overviewRoutes)
    .route("/", familyRoutes)
    .route("/", peopleRoutes)
    .route("/", addingRoutes)
    .route("/", personRoutes)
    .route("/", settingsRoutes)
    .route("/", helpRoutes)
    .route("/", importRoutes),
  mails: { contact },
  personal,
  ticks: [forgetImports, beginSchoolYear],
};
