import { Actions, Button, ButtonLink, Sheet } from "../../web/components.tsx";
import { kindName } from "../../web/kinds.ts";
import type { Language } from "../../web/language.ts";
import type { School } from "../../web/viewer.ts";
import { deliveryText } from "./text.ts";
import { refusable } from "./unsubscribe.ts";

interface Props {
  school: School;
  language: Language;
}

/** Says what will be switched off, and asks: opening a link changes nothing. */
export function UnsubscribePage({ school, language }: Props) {
  const t = deliveryText(language).unsubscribe;
  return (
    <form method="post" class="stack">
      <Sheet title={t.whichKinds}>
        <ul class="rows" role="list">
          {refusable.map((kind) => <li>{kindName(kind, school, language)}</li>)}
        </ul>
      </Sheet>
      <p class="soft">{t.urgentStays}</p>
      <Actions>
        <Button wide>{t.button}</Button>
      </Actions>
    </form>
  );
}

/** It is off; and how to switch it on again. */
export function UnsubscribedPage({ school, language }: Props) {
  const t = deliveryText(language).unsubscribe;
  return (
    <>
      <p>{t.urgentStays}</p>
      <p>{t.doneBack}</p>
      <ToSettings school={school} language={language} />
    </>
  );
}

/** For a link that is nobody's. */
export function UnknownLinkPage(props: Props) {
  return <ToSettings {...props} />;
}

function ToSettings({ school, language }: Props) {
  return (
    <Actions>
      <ButtonLink look="quiet" href={`/${school.shortName}/account/notifications`}>
        {deliveryText(language).unsubscribe.toSettings}
      </ButtonLink>
    </Actions>
  );
}
