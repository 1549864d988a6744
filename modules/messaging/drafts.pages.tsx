import { Back, Empty, Head, Icon } from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import { kindName, kinds as looks } from "../../web/kinds.ts";
import type { Viewer } from "../../web/viewer.ts";
import { composerText } from "./composer.text.ts";
import type { OwnDraft } from "./managed.queries.ts";

interface DraftsProps {
  viewer: Viewer;
  drafts: OwnDraft[];
  when: When;
}

/** What is not out yet: own drafts, and what is planned. */
export function DraftsPage({ viewer, drafts, when }: DraftsProps) {
  const { school, language } = viewer;
  const t = composerText(language);
  const posts = `/${school.shortName}/posts`;
  return (
    <>
      <Back href={`${posts}/new`}>{t.title}</Back>
      <Head title={t.drafts} />
      <div class="sheet">
        {drafts.length === 0 ? <Empty>{t.draftsNone}</Empty> : (
          <ul class="rows" role="list">
            {drafts.map((draft) => (
              <li>
                <Icon name={looks[draft.kind].icon} />
                <span class="grow">
                  <a href={`${posts}/${draft.id}/edit`}>
                    <b>{draft.title || draft.excerpt || t.untitled}</b>
                  </a>
                  <br />
                  <small class="soft">
                    {`${kindName(draft.kind, school, language)}, ${draft.authorName}, `}
                    {draft.publishAt
                      ? t.plannedAt(moment(draft.publishAt, when))
                      : t.savedAt(moment(draft.updatedAt, when))}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
