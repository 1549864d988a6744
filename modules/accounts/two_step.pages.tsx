import { raw } from "hono/html";
import type { PropsWithChildren } from "hono/jsx";
import { renderSVG } from "uqr";
import {
  Alert,
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Icon,
  Notice,
  Sheet,
} from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { namedDay, type When } from "../../web/dates.ts";
import { AccountPage } from "../../web/own_tabs.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { keyUri, readableKey } from "./totp.ts";
import type { TwoStep } from "./two_step.ts";
import { twoStepText } from "./two_step.text.ts";

/** Which form of the page came back. */
export type TwoStepForm = "start" | "confirm" | "codes" | "off";

interface TwoStepProps {
  viewer: Viewer;
  when: When;
  twoStep: TwoStep;
  /** The school asks it of this person. */
  required: boolean;
  open?: TwoStepForm | undefined;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** *Inloggen in twee stappen*: off, being set up, or on. */
export function TwoStepPage(props: TwoStepProps) {
  const { viewer, twoStep, errors } = props;
  const t = twoStepText(viewer.language, viewer);
  const { form, ...fields } = errors;
  return (
    <AccountPage viewer={viewer} tab="twoStep">
      <div class="sheet">
        <div class="narrow">
          <div class="stack">
            <div>
              <h2>{t.title}</h2>
              <p>{t.lead}</p>
            </div>
            {viewer.owesTwoStep && <Notice>{t.required}</Notice>}
            {form && <Alert>{form}</Alert>}
            <ErrorSummary errors={fields} labels={t} language={viewer.language} />
            {twoStep.state === "off" && <Start {...props} />}
            {twoStep.state === "started" && <Confirm {...props} secret={twoStep.secret} />}
            {twoStep.state === "on" && <On {...props} twoStep={twoStep} />}
          </div>
        </div>
      </div>
    </AccountPage>
  );
}

const path = ({ school }: Viewer) => `/${school.shortName}/account/two-step`;

function Start({ viewer, errors }: TwoStepProps) {
  const t = twoStepText(viewer.language, viewer);
  return (
    <form class="form" method="post" action={path(viewer)}>
      <p>{t.whichApp}</p>
      <Password viewer={viewer} error={errors.current} />
      <div>
        <Button>{t.start}</Button>
      </div>
    </form>
  );
}

function Confirm({ viewer, errors, secret }: TwoStepProps & { secret: Uint8Array }) {
  const { school, userName, language } = viewer;
  const t = twoStepText(language, viewer);
  const uri = keyUri(school.name, userName, secret);
  return (
    <>
      <section class="stack near">
        <h3>{t.scan}</h3>
        <div class="qr" role="img" aria-label={t.qr}>
          {raw(renderSVG(uri, { ecc: "M", border: 4 }))}
        </div>
        <p>{t.typeOver}</p>
        <p>
          <code class="key">{readableKey(secret)}</code>
        </p>
      </section>
      <form class="form" method="post" action={`${path(viewer)}/confirmation`}>
        <p>{t.confirmLead} {t.othersOut}</p>
        <Field
          name="code"
          label={t.code}
          inputmode="numeric"
          autocomplete="one-time-code"
          error={errors.code}
          maxlength={20}
          required
        />
        <div>
          <Button>{t.confirm}</Button>
        </div>
      </form>
    </>
  );
}

function On(
  props: TwoStepProps & { twoStep: Extract<TwoStep, { state: "on" }> },
) {
  const { viewer, when, twoStep: { since, codesLeft }, required } = props;
  const t = twoStepText(viewer.language, viewer);
  return (
    <>
      <Notice tone="good">
        {t.onSince(namedDay(dayIn(when.timeZone, since), when))} {t.codesLeft(codesLeft)}
      </Notice>
      <ProofForm {...props} form="codes" label={t.newCodes} submit={t.newCodes}>
        {t.newCodesLead}
      </ProofForm>
      {required
        ? <p class="soft">{t.mustStay}</p>
        : (
          <ProofForm {...props} form="off" label={t.off} submit={t.offSubmit}>
            {t.offLead}
          </ProofForm>
        )}
    </>
  );
}

interface ProofProps extends TwoStepProps {
  form: "codes" | "off";
  label: string;
  submit: string;
}

/** Asks the password and a code before something changes. */
function ProofForm(props: PropsWithChildren<ProofProps>) {
  const { viewer, form, open } = props;
  const t = twoStepText(viewer.language, viewer);
  const errors = open === form ? props.errors : {};
  const address = `${path(viewer)}/${form === "codes" ? "codes" : "removal"}`;
  return (
    <details class="confirm" open={open === form}>
      <summary class="btn quiet s">{props.label}</summary>
      <form class="well form" method="post" action={address}>
        <p>{props.children}</p>
        <Password
          viewer={viewer}
          id={open === form ? undefined : `current-${form}`}
          error={errors.current}
        />
        <Field
          name="code"
          id={open === form ? undefined : `code-${form}`}
          label={t.codeOrRecovery}
          autocomplete="one-time-code"
          error={errors.code}
          maxlength={40}
          required
        />
        <div>
          <Button small>{props.submit}</Button>
        </div>
      </form>
    </details>
  );
}

function Password(
  { viewer, id, error }: { viewer: Viewer; id?: string | undefined; error?: string | undefined },
) {
  return (
    <>
      <input type="text" autocomplete="username" value={viewer.userName} hidden readonly />
      <Field
        name="current"
        id={id}
        label={twoStepText(viewer.language, viewer).current}
        type="password"
        autocomplete="current-password"
        error={error}
        required
      />
    </>
  );
}

/** The recovery codes, once. */
export function RecoveryCodesPage(
  { viewer, codes, said }: { viewer: Viewer; codes: string[]; said: string },
) {
  const t = twoStepText(viewer.language, viewer);
  return (
    <AccountPage viewer={viewer} tab="twoStep">
      <Sheet>
        <div class="narrow">
          <div class="stack">
            <Notice tone="good" live>{said}</Notice>
            <div>
              <h2>{t.codesTitle}</h2>
              <p>{t.codesLead}</p>
            </div>
            <ol class="codes" role="list">
              {codes.map((code) => (
                <li>
                  <code class="key">{code}</code>
                </li>
              ))}
            </ol>
            <p class="only-print">{viewer.school.name}, {viewer.userName}</p>
            <div class="actions no-print">
              <button type="button" class="btn quiet" data-print>
                <Icon name="print" />
                {t.print}
              </button>
              <ButtonLink href={path(viewer)}>{t.kept}</ButtonLink>
            </div>
          </div>
        </div>
      </Sheet>
    </AccountPage>
  );
}
