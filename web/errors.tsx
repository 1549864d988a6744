import { asset } from "./assets.ts";
import { ButtonLink } from "./components.tsx";
import type { Language } from "./language.ts";
import { PlainPage } from "./layout.tsx";
import { shellText } from "./text.ts";
import type { School } from "./viewer.ts";

export type ErrorStatus = 403 | 404 | 413 | 429 | 500;

const kinds = {
  403: "forbidden",
  404: "notFound",
  413: "tooLarge",
  429: "tooMany",
  500: "broken",
} as const;

interface ErrorPageProps {
  status: ErrorStatus;
  /** The school of the address, when there is one. */
  school: School | null;
  language: Language;
}

/** What a person sees when a page cannot be shown: what it means and the way back. */
export function ErrorPage({ status, school, language }: ErrorPageProps) {
  const t = shellText(language);
  const { title, body } = t[kinds[status]];
  return (
    <PlainPage title={title} school={school} language={language}>
      <div class="lost">
        <img src={asset("logo.svg")} alt="" width="200" height="150" />
        <h1>{title}</h1>
        <p>{body}</p>
        {status !== 413 && (
          <ButtonLink href={school ? `/${school.shortName}` : "/"}>{t.toStart}</ButtonLink>
        )}
      </div>
    </PlainPage>
  );
}
