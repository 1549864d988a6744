import { Alert, Button, Sheet } from "../../web/components.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { ownDataText } from "./own_data.text.ts";

/** *Mijn gegevens downloaden*: what is in it, and the one press. */
export function OwnDataSheet({ viewer, refused }: { viewer: Viewer; refused?: boolean }) {
  const t = ownDataText(viewer.language, viewer);
  return (
    <Sheet title={t.title} id="data">
      <div class="stack near">
        {refused && <Alert>{t.tooMany}</Alert>}
        <p>{t.lead}</p>
        <p class="soft">{t.what}</p>
        <form method="post" action={`/${viewer.school.shortName}/account/data`}>
          <Button look="quiet" icon="download">{t.download}</Button>
        </form>
      </div>
    </Sheet>
  );
}
