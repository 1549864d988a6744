import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { checkbox, form, many } from "../../../web/forms.ts";
import { isNewSchool } from "../groups.queries.ts";
import { FirstSteps } from "../setup.pages.tsx";
import { guard } from "../../../web/guard.ts";
import type { Env } from "../../../web/house.ts";
import { invalid, page, partial, saved, wantsPart } from "../../../web/respond.tsx";
import { applyImport, type Importer, ImportRefused, previewImport } from "./apply.ts";
import { columnsRoutes } from "./columns.routes.tsx";
import {
  currentYear,
  guardImport,
  guardState,
  here,
  home,
  readable,
  text,
  when,
  words,
} from "./import.context.ts";
import { ChangesPage, CheckPage, rowsPerPage, StartPage, UnreadablePage } from "./import.pages.tsx";
import { entityKinds, type Plan } from "./plan.ts";
import { hasPupils } from "./queries.ts";
import { BusyPage, DonePage, Progress } from "./result.pages.tsx";
import { ImportError } from "./roster.ts";
import { defaultOptions, readSources, rosterOf } from "./sources.ts";
import {
  countToInvite,
  createImport,
  findImport,
  isApplying,
  listImports,
  rememberedMappings,
  removeImport,
  saveOptions,
  type StoredImport,
} from "./store.ts";

const mostFiles = 10;
const limitUploads = bodyLimit({
  maxSize: 100 * 1024 * 1024,
  onError: () => {
    throw new HTTPException(413);
  },
});

/** The roster import, for office and admin: files, columns, dry run, progress, result. */
export const importRoutes = new Hono<Env>()
  .route("/", columnsRoutes)
  .get("/import", guard("office"), async (c) => {
    return page(c, { title: text(c).title }, await startPage(c));
  })
  .post(
    "/import/uploads",
    guard("office"),
    limitUploads,
    form(z.object({ files: many(z.file()) })),
    async (c) => {
      const input = c.req.valid("form");
      const files = input.ok ? input.data.files.filter((file) => file.name !== "") : [];
      const t = text(c);
      if (!files.length || files.length > mostFiles) {
        return refuse(c, [files.length ? t.tooManyFiles : t.noFiles]);
      }
      const { db, clock } = c.get("house");
      const { school, accountId } = c.get("viewer");
      const { sources, refused } = await readSources(
        await Promise.all(files.map(async (file) => ({
          name: file.name.slice(-100),
          bytes: new Uint8Array(await file.arrayBuffer()),
        }))),
        await rememberedMappings(db, school.id),
      );
      if (refused.length) {
        return refuse(
          c,
          refused.map(({ name, error }) => t.refused(name, error.line, words(c, error))),
        );
      }
      if (!rosterOf(sources) && !await hasPupils(db, school.id)) {
        return refuse(c, [words(c, new ImportError("guardians_without_pupils"))]);
      }
      const options = defaultOptions(sources, currentYear(c));
      const by = { by: accountId, now: clock.now() };
      const id = await createImport(db, school.id, sources, options, by);
      return saved(c, `${here(c)}/${id}`);
    },
  )
  .get("/import/:import", guardState, async (c) => {
    const stored = c.get("stored");
    const { db } = c.get("house");
    const { school } = c.get("viewer");
    const props = { home: home(c), stored, when: when(c) };
    const address = `${here(c)}/${stored.id}`;
    const busy = stored.state === "applying" && await isApplying(db, school.id);
    if (wantsPart(c)) return busy ? partial(c, <Progress {...props} />) : c.redirect(address, 303);
    if (busy) return page(c, { title: text(c).busy }, <BusyPage {...props} />);
    if (stored.unreadable) return unreadable(c, stored);
    if (stored.state === "applied") {
      const toInvite = await countToInvite(db, school.id);
      return page(c, { title: text(c).done }, <DonePage {...props} toInvite={toInvite} />);
    }
    if (stored.state === "mapping") return c.redirect(`${address}/columns`, 303);
    const whole = await findImport(db, school.id, stored.id);
    // Just now it was applied after all.
    if (!whole || whole.state === "applied") return c.redirect(address, 303);
    if (whole.unreadable) return unreadable(c, whole);
    return await check(c, whole, failureOf(c, whole));
  })
  .get("/import/:import/changes", guardImport, readable, async (c) => {
    const stored = c.get("stored");
    const kind = entityKinds.find((one) => one === c.req.query("kind"));
    if (!kind || !isOpen(stored)) throw new HTTPException(404);
    const plan = await preview(c, stored);
    if (plan instanceof ImportError) throw new HTTPException(404);
    const pages = Math.max(1, Math.ceil(plan.rows[kind].length / rowsPerPage));
    const asked = Number(c.req.query("page") ?? 1);
    if (!Number.isInteger(asked) || asked < 1 || asked > pages) throw new HTTPException(404);
    const props = { home: home(c), id: stored.id, kind, plan, page: asked, when: when(c) };
    return page(c, { title: text(c).kinds[kind] }, <ChangesPage {...props} />);
  })
  .post(
    "/import/:import/options",
    guardImport,
    readable,
    form(z.object({
      year: z.string("required").regex(/^\d{4}$/, "wrong").transform(Number),
      merge: many(z.string().max(200)),
    })),
    async (c) => {
      const stored = c.get("stored");
      const input = c.req.valid("form");
      if (!input.ok || !yearsOf(c, stored).includes(input.data.year)) {
        return isOpen(stored) ? await check(c, stored, undefined, 422) : c.redirect(here(c), 303);
      }
      const { db } = c.get("house");
      const kept = await saveOptions(db, c.get("viewer").school.id, stored.id, input.data);
      const message = kept ? text(c).recalculated : text(c).already;
      return saved(c, `${here(c)}/${stored.id}`, message);
    },
  )
  .post(
    "/import/:import/application",
    guardImport,
    readable,
    form(z.object({ markGone: checkbox })),
    async (c) => {
      const stored = c.get("stored");
      const input = c.req.valid("form");
      const markGone = input.ok && input.data.markGone;
      const { school } = c.get("viewer");
      const address = `${here(c)}/${stored.id}`;
      try {
        await applyImport(c.get("house"), school, stored.id, { markGone, by: importer(c) });
        return saved(c, address);
      } catch (error) {
        if (!(error instanceof ImportRefused)) throw error;
        const again = (await findImport(c.get("house").db, school.id, stored.id))!;
        if (error.reason === "done" || again.state === "applying") return saved(c, address);
        const busy = error.reason === "full" ? text(c).full : text(c).running;
        return await check(c, again, busy, 409);
      }
    },
  )
  .post("/import/:import/removal", guardImport, form(z.object({})), async (c) => {
    const { db } = c.get("house");
    const stored = c.get("stored");
    const gone = await removeImport(db, c.get("viewer").school.id, stored.id);
    return gone
      ? saved(c, here(c), text(c).removed)
      : saved(c, `${here(c)}/${stored.id}`, text(c).already);
  });

async function startPage<E extends Env>(c: Context<E>, errors: string[] = []) {
  const { db } = c.get("house");
  const viewer = c.get("viewer");
  const history = await listImports(db, viewer.school.id);
  const first = await isNewSchool(db, viewer) && <FirstSteps viewer={viewer} />;
  return (
    <StartPage
      home={home(c)}
      history={history}
      when={when(c)}
      errors={errors}
      first={first}
    />
  );
}

async function refuse<E extends Env>(c: Context<E>, errors: string[]) {
  return invalid(c, { title: text(c).title }, await startPage(c, errors));
}

function importer<E extends Env>(c: Context<E>): Importer {
  const { accountId, roles } = c.get("viewer");
  return { accountId, admin: roles.has("admin") };
}

const isOpen = ({ state }: StoredImport) => state !== "applied" && state !== "mapping";

/** The plan, or why there is none any more: the pupils it was about are gone. */
async function preview<E extends Env>(
  c: Context<E>,
  { sources, options }: StoredImport,
): Promise<Plan | ImportError> {
  const { db, clock } = c.get("house");
  try {
    return await previewImport(
      db,
      c.get("viewer").school,
      sources,
      options,
      importer(c),
      clock.now(),
    );
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw error;
  }
}

/** This school year and the next, and the one the file says when someone wants exactly that. */
function yearsOf<E extends Env>(c: Context<E>, { sources }: StoredImport): number[] {
  const now = currentYear(c);
  const written = rosterOf(sources)?.roster.schoolYear ?? now;
  return [...new Set([now, now + 1, written])].sort((a, b) => b - a);
}

function unreadable<E extends Env>(c: Context<E>, stored: StoredImport) {
  const props = { home: home(c), stored, when: when(c) };
  return invalid(c, { title: text(c).unreadableTitle }, <UnreadablePage {...props} />);
}

async function check<E extends Env>(
  c: Context<E>,
  stored: StoredImport,
  failure?: string,
  status?: 409 | 422,
) {
  const plan = await preview(c, stored);
  if (plan instanceof ImportError) return refuse(c, [words(c, plan)]);
  const props = { home: home(c), stored, plan, years: yearsOf(c, stored), when: when(c), failure };
  return page(c, { title: text(c).check, status }, <CheckPage {...props} />);
}

/** Why the last try wrote nothing: it says so itself, or its process died. */
function failureOf<E extends Env>(
  c: Context<E>,
  { state, error }: StoredImport,
): string | undefined {
  if (state === "applying") return text(c).stuck;
  return state === "failed" && error ? words(c, error) : undefined;
}
