import { Back, Button, Head } from "../../web/components.tsx";
import { SearchBox } from "../../web/search.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { groupPath } from "./group.pages.tsx";
import { type Candidate, fewestLetters, mostCandidates } from "./members.queries.ts";
import type { SpecialGroup } from "./queries.ts";
import { specialGroupsText } from "./text.ts";

interface SearchProps {
  viewer: Viewer;
  group: SpecialGroup;
  /** What is looked for. */
  letters: string;
  candidates: Candidate[];
  /** Why the one chosen is not in the group now. */
  error?: string | undefined;
}

/** Where someone is looked for to put in the group. */
export function CandidatesPage(props: SearchProps) {
  const { viewer, group, error } = props;
  const t = specialGroupsText(viewer.language).add;
  return (
    <>
      <Back href={groupPath(viewer, group)}>{group.name}</Back>
      <Head title={t.title} />
      <div class="sheet stack">
        {error && <p class="error" role="alert">{error}</p>}
        <CandidateSearch {...props} />
      </div>
    </>
  );
}

/** The search field, with what it finds under it; while typing where scripts run. */
export function CandidateSearch(props: SearchProps) {
  const { viewer, group, letters } = props;
  const t = specialGroupsText(viewer.language).add;
  return (
    <div class="stack near">
      <SearchBox
        action={`${groupPath(viewer, group)}/members/new`}
        label={t.search}
        submit={t.submit}
        letters={letters}
        live
      />
      <Found {...props} />
    </div>
  );
}

/** Those found, each with a button. */
export function Found({ viewer, group, letters, candidates }: SearchProps) {
  const t = specialGroupsText(viewer.language).add;
  const few = letters.replace(/\s/g, "").length < fewestLetters;
  return (
    <div id="found" aria-live="polite">
      {few && <p class="soft small">{t.hint}</p>}
      {!few && candidates.length === 0 && <p class="soft small">{t.none}</p>}
      {candidates.length > 0 && (
        <ul class="rows" role="list">
          {candidates.slice(0, mostCandidates).map((candidate) => (
            <li class="row">
              <span class="grow">
                <b>{candidate.name}</b>
                <br />
                <span class="soft small">
                  {[
                    candidate.staff && t.staff,
                    candidate.children.length > 0 && t.parentOf(candidate.children.join(", ")),
                  ].filter(Boolean).join(", ")}
                </span>
              </span>
              <form method="post" action={`${groupPath(viewer, group)}/members`}>
                <input type="hidden" name="person" value={String(candidate.id)} />
                <input type="hidden" name="q" value={letters} />
                <Button look="quiet" small icon="plus">
                  {t.add} <span class="vh">{t.addNamed(candidate.name)}</span>
                </Button>
              </form>
            </li>
          ))}
        </ul>
      )}
      {candidates.length > mostCandidates && <p class="soft small">{t.more}</p>}
    </div>
  );
}
