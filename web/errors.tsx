import { HTTPException } from "hono/http-exception";
import { ButtonLink } from "./components.tsx";
import { LostBoard } from "./drawings.tsx";
import type { Language } from "./language.ts";
import { PlainPage } from "./layout.tsx";
import { shellText } from "./text.ts";
import type { School } from "./viewer.ts";

const kinds = {
  400: "unclear",
  401: "signedOut",
  403: "forbidden",
  404: "notFound",
  413: "tooLarge",
  429: "tooMany",
  500: "broken",
  503: "away",
} as const;
type ErrorStatus = keyof typeof kinds;

/** Why someone may not: each has a page of its own in `shellText`. */
export type Why =
  | "twoStep"
  | "readersOnly"
  | "guardiansOnly"
  | "staffOnly"
  | "officeOnly"
  | "adminOnly";

/** A 403 that says for whom the page is. */
export class Forbidden extends HTTPException {
  constructor(readonly why: Why) {
    super(403);
  }
}

interface ErrorPageProps {
  status: number;
  why?: Why | undefined;
  /** The school of the address, when there is one. */
  school: School | null;
  language: Language;
}

/** What a person sees when a page cannot be shown: what it means and the way back. */
export function ErrorPage({ status, why, school, language }: ErrorPageProps) {
  const t = shellText(language);
  const { title, body } = t[why ?? kinds[nearest(status)]];
  return (
    <PlainPage title={title} school={school} language={language}>
      <div class="lost">
        <LostBoard />
        <h1>{title}</h1>
        <p>{body}</p>
        {status !== 413 && (
          <ButtonLink href={school ? `/${school.shortName}` : "/"}>{t.toStart}</ButtonLink>
        )}
      </div>
    </PlainPage>
  );
}

/** The kind of page for any status: what has none of its own reads as "we did not understand". */
function nearest(status: number): ErrorStatus {
  if (status in kinds) return status as ErrorStatus;
  return status >= 500 ? 500 : 400;
}
