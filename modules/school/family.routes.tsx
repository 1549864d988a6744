import { Hono } from "hono";
import { noteSeen } from "../../web/audit.ts";
import { typedLetters } from "../../web/forms.ts";
import { guard } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { page, partial, saved, wantsPart } from "../../web/respond.tsx";
import { whenOf } from "../../web/dates.ts";
import { FamilyPage } from "./family.pages.tsx";
import { findAdult, findFamily } from "./family.queries.ts";
import { AdultCard, FindPage, Found, hitPath } from "./find.pages.tsx";
import { findAnyone, findTies } from "./find.queries.ts";
import { findText } from "./find.text.ts";
import { fullName } from "./names.ts";

/** Finding anyone, and a child with the family: for all who work here. */
export const familyRoutes = new Hono<Env>()
  .get("/find", guard("staff"), async (c) => {
    const viewer = c.get("viewer");
    const { db, clock } = c.get("house");
    const letters = typedLetters(c.req.query("q"));
    const hits = await findAnyone(db, viewer, letters, clock.now());
    const props = { viewer, letters, hits };
    if (wantsPart(c)) return partial(c, <Found {...props} />);
    const [only, other] = hits;
    if (only && !other) return saved(c, hitPath(viewer, only));
    return page(
      c,
      { title: findText(viewer.language).title, narrow: true },
      <FindPage {...props} />,
    );
  })
  .get(
    "/find/:person",
    guard("staff", "adult", (db, viewer, id, now) => findAdult(db, viewer, id("person"), now)),
    async (c) => {
      const viewer = c.get("viewer");
      const adult = c.get("adult");
      const { db, clock } = c.get("house");
      const ties = await findTies(db, viewer, adult.id, clock.now());
      await noteSeen(db, viewer, "family", adult.wards.map((ward) => ward.id), clock.now());
      return page(
        c,
        { title: fullName(adult), narrow: true },
        <AdultCard viewer={viewer} when={whenOf(c)} adult={adult} ties={ties} />,
      );
    },
  )
  .get(
    "/pupils/:pupil",
    guard("staff", "family", (db, viewer, id, now) => findFamily(db, viewer, id("pupil"), now)),
    async (c) => {
      const viewer = c.get("viewer");
      const family = c.get("family");
      const { db, clock } = c.get("house");
      await noteSeen(db, viewer, "family", [family.id], clock.now());
      return page(
        c,
        { title: fullName(family), narrow: true },
        <FamilyPage viewer={viewer} when={whenOf(c)} family={family} />,
      );
    },
  );
