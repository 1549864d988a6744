import { Button } from "../../web/components.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { acceptedLogos, mostLogoMegabytes } from "./logo.ts";
import { settingsText } from "./settings.text.ts";

interface LogoSettingsProps {
  viewer: Viewer;
  error?: string | undefined;
  mayChange: boolean;
}

/** The logo as it is, and the forms to place another or take it away. */
export function LogoSettings({ viewer, error, mayChange }: LogoSettingsProps) {
  const t = settingsText(viewer.language).logo;
  const { shortName, logoFileId } = viewer.school;
  const home = `/${shortName}`;
  return (
    <section class="stack near">
      <h2>{t.title}</h2>
      <p class="soft">{t.lead}</p>
      {logoFileId === null
        ? <p>{t.none}</p>
        : <img src={`${home}/logo?v=${logoFileId}`} alt={t.current} width="96" height="96" />}
      {mayChange && (
        <form
          method="post"
          action={`${home}/settings/uploads/logo`}
          enctype="multipart/form-data"
          class="form"
        >
          <div class="field">
            <label for="logo">{t.choose}</label>
            <input
              class="in"
              type="file"
              id="logo"
              name="logo"
              accept={acceptedLogos}
              aria-describedby="logo-hint"
            />
            <p class="hint" id="logo-hint">{t.hint(mostLogoMegabytes)}</p>
            {error && <p class="error" id="logo-error">{error}</p>}
          </div>
          <div>
            <Button look="quiet" small icon="upload">{t.upload}</Button>
          </div>
        </form>
      )}
      {mayChange && logoFileId !== null && (
        <form method="post" action={`${home}/settings/logo/removal`}>
          <Button look="bare" small>{t.remove}</Button>
        </form>
      )}
    </section>
  );
}
