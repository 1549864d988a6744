import type { PropsWithChildren } from "hono/jsx";
import { Confirm, Notice } from "../../web/components.tsx";
import type { Language } from "../../web/language.ts";
import type { Pupil } from "./pupils.queries.ts";
import { recordsText } from "./text.ts";

/** Under a pupil's name: *Groep 5a*. */
export function GroupNames({ pupil, language }: { pupil: Pupil; language: Language }) {
  return <>{pupil.groups.map((group) => recordsText(language).group(group.name)).join(", ")}</>;
}

/** Plain text as it was typed: an empty line begins a paragraph. */
export function Paragraphs({ text }: { text: string }) {
  return <>{text.split(/\n\s*\n/).map(paragraph)}</>;
}

function paragraph(text: string) {
  return <p>{text.split("\n").map((line, i) => i === 0 ? line : <>{<br />}{line}</>)}</p>;
}

/** Above a form: someone else saved something else meanwhile. Children: what they saved. */
export function ChangedSince({ language, children }: PropsWithChildren<{ language: Language }>) {
  const t = recordsText(language);
  return (
    <Notice tone="bad" live>
      <p>{t.changedSince}</p>
      <p>
        <b>{t.nowThere}</b>
      </p>
      {children}
    </Notice>
  );
}

interface RemovalProps {
  /** Where the thing is; its removal is below it. */
  href: string;
  version: number;
  question: string;
  confirm: string;
  language: Language;
}

/** Asks before something is removed, in the version that is shown. */
export function Removal({ href, version, question, confirm, language }: RemovalProps) {
  return (
    <Confirm
      label={recordsText(language).remove}
      question={question}
      action={`${href}/removal`}
      confirm={confirm}
      look="bare"
    >
      <input type="hidden" name="seen" value={version} />
    </Confirm>
  );
}
