import { ButtonLink, Sheet } from "../../web/components.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { personText } from "./person.text.ts";

interface PrivacyProps {
  viewer: Viewer;
  kind: "people" | "pupils";
  id: number;
}

/** For admins: the way to who looked at someone's data, and to erasing them. */
export function PrivacySheet({ viewer, kind, id }: PrivacyProps) {
  if (!viewer.roles.has("admin")) return null;
  const t = personText(viewer.language).privacy;
  const home = `/${viewer.school.shortName}/privacy`;
  const of = kind === "people" ? "person" : "pupil";
  const own = kind === "people" && viewer.people.some((person) => person.id === id);
  return (
    <Sheet title={t.title}>
      <div class="actions">
        <ButtonLink look="quiet" small icon="eye" href={`${home}/log?${of}=${id}`}>
          {t.log}
        </ButtonLink>
        {!own && (
          <ButtonLink look="quiet" small icon="trash" href={`${home}/erasure/${kind}/${id}`}>
            {t.erase}
          </ButtonLink>
        )}
      </div>
    </Sheet>
  );
}
