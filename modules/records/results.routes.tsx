import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { noteSeen } from "../../web/audit.ts";
import { dayIn } from "../../web/clock.ts";
import { whenOf } from "../../web/dates.ts";
import { serveFile } from "../../web/files.ts";
import { form, type FormInput, idsIn, type Values, valuesOf } from "../../web/forms.ts";
import { guard, pathNumber } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { childTitle } from "../../web/own_tabs.tsx";
import { page, saved } from "../../web/respond.tsx";
import { limitUpload, takeUpload } from "../../web/upload_answer.ts";
import { chosenFiles, keepUploads, mostMegabytes } from "../../web/uploads.ts";
import { sentences } from "../school/mod.ts";
import { removalForm } from "./forms.ts";
import { findChild, findOwnPupil, mayChange, type Pupil, whereUsed } from "./pupils.queries.ts";
import { ResultFormPage } from "./result_form.pages.tsx";
import { addResult, changeResult, FilesGone, removeResult } from "./results.actions.ts";
import { mostFiles, newResultForm, resultForm, type ResultInput } from "./results.forms.ts";
import { ChildResultsPage, PupilResultsPage } from "./results.pages.tsx";
import {
  findResult,
  findResultFile,
  listResults,
  listResultUploads,
  type Result,
} from "./results.queries.ts";
import { resultsText } from "./results.text.ts";
import { recordsText } from "./text.ts";

interface PupilEnv extends Env {
  Variables: Env["Variables"] & { pupil: Pupil };
}

const ownChild = guard("member", "child", whereUsed("usesResults", findChild));
const keeper = guard("staff", "pupil", whereUsed("usesResults", findOwnPupil));

/** Without script files come with the form itself: a few at a time, held in memory meanwhile. */
const limitForm = bodyLimit({
  maxSize: (3 * mostMegabytes + 2) * 1024 * 1024,
  onError: () => {
    throw new HTTPException(413);
  },
});

/** Results of a child (A16): its teachers and the office keep them, its guardians see them. */
export const resultsRoutes = new Hono<Env>()
  .get("/children/:pupil/results", ownChild, async (c) => {
    const viewer = c.get("viewer");
    const child = c.get("child");
    const results = await listResults(c.get("house").db, viewer, child.id);
    await note(c, child.id);
    return page(
      c,
      { title: childTitle(viewer, child, "results") },
      <ChildResultsPage viewer={viewer} child={child} results={results} when={whenOf(c)} />,
    );
  })
  .get("/children/:pupil/results/:result/files/:file", ownChild, async (c) => {
    await note(c, c.get("child").id);
    return download(c, c.get("child").id);
  })
  .get("/pupils/:pupil/results", keeper, (c) => listPage(c))
  .get("/pupils/:pupil/results/new", keeper, (c) => {
    const today = dayIn(c.get("viewer").school.timeZone, c.get("house").clock.now());
    return formPage(c, { values: { heldOn: today } });
  })
  .post("/pupils/:pupil/results/uploads", keeper, limitUpload, (c) => takeUpload(c))
  .post("/pupils/:pupil/results", keeper, limitForm, form(newResultForm), (c) => {
    return take(c, c.req.valid("form"), undefined, async (input) => {
      const { db, clock } = c.get("house");
      await addResult(db, c.get("viewer"), c.get("pupil").id, input, clock.now());
      return resultsText(c.get("language")).added;
    });
  })
  .get("/pupils/:pupil/results/:result", keeper, async (c) => {
    const result = await ownResult(c);
    if (!result) throw new HTTPException(404);
    await note(c, c.get("pupil").id);
    return formPage(c, { result, values: valuesOfResult(result) });
  })
  .post(
    "/pupils/:pupil/results/:result",
    keeper,
    limitForm,
    form(resultForm),
    async (c) => {
      const result = await ownResult(c);
      const input = c.req.valid("form");
      if (!result && !input.values.title) throw new HTTPException(404); // nothing typed, nothing lost
      if (!result) return gone(c, input.values);
      return take(c, input, result, async (data) => {
        const { db, clock } = c.get("house");
        const change = { ...data, pupilId: c.get("pupil").id, id: result.id };
        const done = await changeResult(db, c.get("viewer"), change, clock.now());
        return done ? recordsText(c.get("language")).saved : undefined;
      });
    },
  )
  .post("/pupils/:pupil/results/:result/removal", keeper, form(removalForm), async (c) => {
    const input = c.req.valid("form");
    const result = await ownResult(c);
    if (!result) throw new HTTPException(404);
    const { db, clock } = c.get("house");
    const removal = { pupilId: c.get("pupil").id, id: result.id };
    const done = input.ok &&
      await removeResult(db, c.get("viewer"), { ...removal, ...input.data }, clock.now());
    if (!done) return listPage(c, 409, recordsText(c.get("language")).notRemoved);
    return savedList(c, resultsText(c.get("language")).removed);
  })
  .get("/pupils/:pupil/results/:result/files/:file", keeper, async (c) => {
    await note(c, c.get("pupil").id);
    return download(c, c.get("pupil").id);
  });

/** To the access log: the viewer was shown this pupil's results. */
function note<E extends Env>(c: Context<E>, pupilId: number) {
  const { db, clock } = c.get("house");
  return noteSeen(db, c.get("viewer"), "results", [pupilId], clock.now());
}

/**
 * The result of the address; undefined when it is (no longer) there.
 * @throws HTTPException 404 when it is not the viewer's to change.
 */
async function ownResult(c: Context<PupilEnv>): Promise<Result | undefined> {
  const viewer = c.get("viewer");
  const id = pathNumber(c.req.param("result"));
  const result = await findResult(c.get("house").db, viewer, c.get("pupil").id, id);
  if (result && !mayChange(viewer, result)) throw new HTTPException(404);
  return result;
}

async function download<E extends Env>(c: Context<E>, pupilId: number) {
  const { db } = c.get("house");
  const file = await findResultFile(db, c.get("viewer"), {
    pupilId,
    resultId: pathNumber(c.req.param("result")),
    fileId: pathNumber(c.req.param("file")),
  });
  if (!file) throw new HTTPException(404);
  return serveFile(c, file);
}

const listPath = (c: Context<PupilEnv>) =>
  `/${c.get("school").shortName}/pupils/${c.get("pupil").id}/results`;

const savedList = (c: Context<PupilEnv>, message: string) => saved(c, listPath(c), message);

async function listPage(c: Context<PupilEnv>, status: 200 | 409 = 200, notice?: string) {
  const viewer = c.get("viewer");
  const pupil = c.get("pupil");
  const results = await listResults(c.get("house").db, viewer, pupil.id);
  await note(c, c.get("pupil").id);
  return page(
    c,
    { title: childTitle(viewer, { firstName: pupil.name }, "results"), status },
    <PupilResultsPage
      viewer={viewer}
      pupil={pupil}
      results={results}
      when={whenOf(c)}
      notice={notice}
    />,
  );
}

function valuesOfResult(result: Result): Values {
  return {
    title: result.title,
    heldOn: result.heldOn,
    note: result.note,
    subject: result.scores.map((row) => row.subject),
    score: result.scores.map((row) => row.score),
    fileId: result.files.map((file) => String(file.id)),
  };
}

interface Shown {
  result?: Result;
  values: Values;
  /** Sentences, by field. */
  errors?: Record<string, string>;
  changedSince?: boolean;
  notice?: string;
}

async function formPage(c: Context<PupilEnv>, shown: Shown, status: 200 | 409 | 422 = 200) {
  const { result, values, errors = {}, ...rest } = shown;
  const viewer = c.get("viewer");
  const pupil = c.get("pupil");
  const { db } = c.get("house");
  const files = await listResultUploads(db, viewer, idsIn(values, "fileId"), result?.id ?? null);
  return page(
    c,
    {
      title: childTitle(viewer, { firstName: pupil.name }, "results"),
      scripts: ["upload"],
      status,
    },
    <ResultFormPage
      viewer={viewer}
      pupil={pupil}
      when={whenOf(c)}
      result={result}
      values={values}
      files={files}
      errors={errors}
      {...rest}
    />,
  );
}

type Written = ResultInput & { fileIds: number[] };

/**
 * A form of a result: keeps its files, then shows it again or saves it.
 * @param save says what was done, or nothing when someone changed it since
 */
async function take<T extends ResultInput & { fileId: number[] }>(
  c: Context<PupilEnv>,
  input: FormInput<T>,
  result: Result | undefined,
  save: (data: Omit<T, "fileId"> & Written) => Promise<string | undefined>,
) {
  const t = resultsText(c.get("language"));
  const given = chosenFiles((await c.req.formData()).getAll("files"));
  const { kept, refused } = given.length > mostFiles
    ? { kept: [], refused: [t.errors.filesMany] }
    : await keepUploads(c.get("house"), c.get("viewer"), given);
  const values: Values = {
    ...input.values,
    fileId: [...valuesOf(input.values, "fileId"), ...kept.map(({ id }) => String(id))],
  };
  const errors = {
    ...sentences(input.ok ? {} : input.errors, c.get("language"), t.errors),
    ...(refused.length > 0 && { files: refused.join(" ") }),
  };
  if (values.intent === "rows") {
    return formPage(c, { result, values, errors: errors.files ? { files: errors.files } : {} });
  }
  if (!input.ok || errors.files) return formPage(c, { result, values, errors }, 422);
  const fileIds = [...new Set(idsIn(values, "fileId"))];
  if (fileIds.length > mostFiles) {
    return formPage(c, { result, values, errors: { files: t.errors.filesMany } }, 422);
  }
  try {
    const done = await save({ ...input.data, fileIds });
    if (done) return savedList(c, done);
  } catch (error) {
    if (!(error instanceof FilesGone)) throw error;
    return formPage(c, { result, values, errors: { files: t.errors.filesGone } }, 422);
  }
  const now = await ownResult(c);
  return now ? formPage(c, { result: now, values, changedSince: true }, 409) : gone(c, values);
}

/** It was removed while someone changed it: what was typed is there for a new one. */
function gone(c: Context<PupilEnv>, values: Values) {
  return formPage(c, { values, notice: resultsText(c.get("language")).goneSince }, 409);
}
