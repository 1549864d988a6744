import type { Child } from "hono/jsx";
import { Button, ButtonLink, Icon } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { namedDay, type When } from "../../web/dates.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import { accessText } from "./access.text.ts";
import { shownPhone } from "./import/dutch.ts";
import type { Contact, Guardian, Ward } from "./family.queries.ts";
import { familyText } from "./family.text.ts";
import { AccountSign } from "./people.partials.tsx";
import { BlockForm } from "./person.partials.tsx";
import { mayChange } from "./person.queries.ts";
import { personText } from "./person.text.ts";

interface GuardianProps {
  viewer: Viewer;
  when: When;
  guardian: Guardian;
}

/** How to reach a guardian, how far the account is, and why the office shut something. */
export function GuardianDetails(props: GuardianProps) {
  const { viewer, when, guardian } = props;
  const t = familyText(viewer.language);
  if (guardian.closed) return <p>{t.closed}</p>;
  const { email, phone, contacts, address, secretAddress } = guardian;
  const missing = <span class="soft">{t.unknown}</span>;
  return (
    <div class="stack near">
      <Fact name={t.phone}>{phone ? <Phone number={phone} /> : missing}</Fact>
      <Fact name={t.email}>{email ? <Email address={email} /> : missing}</Fact>
      <Contacts contacts={contacts} />
      <Fact name={t.address}>
        {address ?? (secretAddress ? t.secretClosed : missing)}{" "}
        {address && secretAddress && <span class="chip bad">{t.secret}</span>}
      </Fact>
      <Fact name={t.account}>
        <AccountSign of={guardian} when={when} />
      </Fact>
      <Blocks {...props} />
    </div>
  );
}

/** Since when and why, for the office. */
function Blocks({ viewer, when, guardian }: GuardianProps) {
  if (!isOffice(viewer)) return null;
  const t = familyText(viewer.language);
  const day = (at: Date) => namedDay(dayIn(when.timeZone, at), when);
  return (
    <>
      {guardian.blockedAt && (
        <p class="row">
          <Icon name="lock" />
          <span class="grow">
            {t.blockedSince(day(guardian.blockedAt))} {guardian.blockedReason}
          </span>
        </p>
      )}
      {guardian.wards.map((ward) =>
        ward.blockedAt && (
          <p class="row">
            <Icon name="lock" />
            <span class="grow">
              {t.blockedFor(ward.firstName, day(ward.blockedAt))} {ward.blockedReason}
            </span>
          </p>
        )
      )}
    </>
  );
}

/** *Telefoon 06 12345678* */
export function Fact({ name, children }: { name: string; children: Child }) {
  return (
    <p>
      <span class="soft">{name}</span> {children}
    </p>
  );
}

export function Contacts({ contacts }: { contacts: Contact[] }) {
  return (
    <>
      {contacts.map(({ kind, label, value }) => (
        <Fact name={label}>
          {kind === "phone" ? <Phone number={value} /> : <Email address={value} />}
        </Fact>
      ))}
    </>
  );
}

export const Phone = ({ number }: { number: string }) => (
  <a href={`tel:${number.replace(/[^\d+]/g, "")}`}>{shownPhone(number)}</a>
);

export const Email = ({ address }: { address: string }) => (
  <a href={`mailto:${address}`}>{address}</a>
);

/**
 * What the office does with a guardian, each by the form of the person's own page.
 * @param back the page this stands on, to come back to
 */
export function GuardianActions(
  { viewer, guardian, back }: Omit<GuardianProps, "when"> & { back: string },
) {
  if (!isOffice(viewer)) return null;
  const person = `/${viewer.school.shortName}/people/${guardian.id}`;
  const t = accessText(viewer.language);
  const may = mayChange(viewer, guardian);
  const post = (path: string, label: string) => (
    <form method="post" action={`${person}/${path}`}>
      <input type="hidden" name="back" value={back} />
      <Button look="quiet" small>{label}</Button>
    </form>
  );
  const own = guardian.accountId === viewer.accountId;
  return (
    <div class="actions">
      <ButtonLink look="quiet" small icon="pencil" href={person}>
        {familyText(viewer.language).edit}
      </ButtonLink>
      {may && guardian.accountId !== null && !guardian.activatedAt && !guardian.blocked &&
        post("invitation", guardian.invitedAt ? t.account.inviteAgain : t.account.invite)}
      {may && !guardian.blocked && (guardian.readOnly
        ? post("read-only/removal", t.rights.endReadOnly)
        : post("read-only", t.rights.setReadOnly))}
      {may && !guardian.blocked &&
        guardian.wards.map((ward) => <WardBlock {...{ viewer, person, ward, back }} />)}
      {may && !own && (guardian.blocked ? post("block/removal", t.rights.unblock) : (
        <BlockForm
          viewer={viewer}
          label={t.rights.block}
          question={t.rights.blockQuestion}
          action={`${person}/block`}
          confirm={t.rights.blockConfirm}
          back={back}
        />
      ))}
    </div>
  );
}

function WardBlock(
  { viewer, person, ward, back }: { viewer: Viewer; person: string; ward: Ward; back: string },
) {
  const t = personText(viewer.language).children;
  const action = `${person}/children/${ward.id}/block`;
  if (ward.blockedAt) {
    return (
      <form method="post" action={`${action}/removal`}>
        <input type="hidden" name="back" value={back} />
        <Button look="quiet" small>{t.unblock(ward.firstName)}</Button>
      </form>
    );
  }
  return (
    <BlockForm
      viewer={viewer}
      label={t.block(ward.firstName)}
      question={ward.onlyOne ? t.blockLastQuestion : t.blockQuestion}
      action={action}
      confirm={t.block(ward.firstName)}
      back={back}
    />
  );
}

/** Two letters for on the disc. */
export const lettersOf = ({ firstName, lastName }: Pick<Guardian, "firstName" | "lastName">) =>
  `${firstName.charAt(0)}${lastName.charAt(0)}` || "?";

/** *moeder*, *ouder of verzorger* */
export function relationName(viewer: Viewer, relation: string): string {
  const { relations } = personText(viewer.language).children;
  return relations[relation as keyof typeof relations] ?? relations[""];
}

/** Signs beside the name: blocked wholly, or for these children. */
export function BlockSigns({ viewer, guardian }: Omit<GuardianProps, "when">) {
  const t = familyText(viewer.language);
  const { blocked } = personText(viewer.language).children;
  const shut = guardian.wards.filter((ward) => ward.blockedAt !== null);
  if (guardian.blocked || shut.length === 0) return null;
  return (
    <>
      {shut.map((ward) => (
        <span class="chip" data-kind="fotos">
          <Icon name="lock" />
          {guardian.wards.length === 1 ? blocked : t.blockedForShort(ward.firstName)}
        </span>
      ))}
    </>
  );
}
