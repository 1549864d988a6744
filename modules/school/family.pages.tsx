import { ButtonLink, Face } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { longDay, namedDay, type When } from "../../web/dates.ts";
import { PupilPage } from "../../web/own_tabs.tsx";
import { photoOf } from "../../web/photos.ts";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import {
  BlockSigns,
  Contacts,
  Email,
  Fact,
  GuardianActions,
  GuardianDetails,
  lettersOf,
  relationName,
} from "./family.partials.tsx";
import type { Family } from "./family.queries.ts";
import { familyText } from "./family.text.ts";
import { birthday } from "./groups.pages.tsx";
import { groupsText } from "./groups.text.ts";
import { fullName } from "./names.ts";
import { peopleText } from "./people.text.ts";

interface FamilyProps {
  viewer: Viewer;
  when: When;
  family: Family;
}

/** A child, who is at home, and the other children of these parents. */
export function FamilyPage(props: FamilyProps) {
  const { viewer, when, family } = props;
  const t = familyText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  return (
    <PupilPage
      viewer={viewer}
      pupil={{ id: family.id, name: fullName(family), groups: family.groups }}
      tab="family"
      lead={family.leftAt && t.left(namedDay(dayIn(when.timeZone, family.leftAt), when))}
      actions={isOffice(viewer) && (
        <>
          <ButtonLink look="quiet" icon="pencil" href={`${home}/people/pupils/${family.id}`}>
            {t.editPupil}
          </ButtonLink>
          <ButtonLink look="quiet" icon="link" href={`${home}/pupils/${family.id}/coupling`}>
            {t.couplingCode}
          </ButtonLink>
          {viewer.roles.has("admin") && (
            <ButtonLink
              look="quiet"
              icon="eye"
              href={`${home}/privacy/log?pupil=${family.id}&kind=seen`}
            >
              {t.whoLooked}
            </ButtonLink>
          )}
        </>
      )}
    >
      <div class="sheet stack">
        <ChildPart {...props} />
        <GuardiansPart {...props} />
        {family.siblings.length > 0 && <SiblingsPart {...props} />}
      </div>
    </PupilPage>
  );
}

function ChildPart({ viewer, when, family }: FamilyProps) {
  const t = familyText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  const { bornOn } = family;
  return (
    <section>
      <h2 class="row">
        <Face
          kid
          large={family.photo !== null}
          initials={lettersOf(family)}
          src={photoOf(viewer.school, "pupil", family, "medium")}
        />
        {family.firstName}
      </h2>
      <div class="stack near">
        {bornOn && (
          <Fact name={t.born}>
            {`${birthday(bornOn, viewer.language)}, ${t.age(ageOn(bornOn, when))}`}
          </Fact>
        )}
        <Fact name={t.group}>
          {family.groups.length === 0 && t.noGroup}
          {family.groups.map((group, i) => (
            <>
              {i > 0 && ", "}
              <a href={`${home}/groups/${group.id}`}>{group.name}</a>
            </>
          ))}
        </Fact>
        {family.year && <Fact name={t.year}>{family.year}</Fact>}
        {family.email && (
          <Fact name={t.email}>
            <Email address={family.email} />
          </Fact>
        )}
      </div>
      {family.contacts.length > 0 && (
        <>
          <h3>{t.contacts}</h3>
          <div class="stack near">
            <Contacts contacts={family.contacts} />
          </div>
        </>
      )}
    </section>
  );
}

/** Whole years on the day that it is at school. */
function ageOn(bornOn: string, { now, timeZone }: When): number {
  const today = dayIn(timeZone, now);
  const years = Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return today.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

function GuardiansPart({ viewer, when, family }: FamilyProps) {
  const t = familyText(viewer.language);
  const { state } = peopleText(viewer.language);
  const here = `/${viewer.school.shortName}/pupils/${family.id}`;
  return (
    <section>
      <h2>{t.guardians}</h2>
      {family.guardians.length === 0 && <p class="soft">{t.noGuardians}</p>}
      <ul class="rows" role="list">
        {family.guardians.map((guardian) => (
          <li class="row">
            <section class="stack near grow">
              <div class="row">
                <Face
                  initials={lettersOf(guardian)}
                  src={photoOf(viewer.school, "person", guardian)}
                />
                <h3>{fullName(guardian)}</h3>
                <span class="soft small">
                  {relationName(viewer, guardian.wards[0]?.relation ?? "")}
                </span>
                {guardian.deceased && <span class="chip">{state.deceased}</span>}
                {guardian.blocked && <span class="chip" data-kind="fotos">{state.blocked}</span>}
                <BlockSigns viewer={viewer} guardian={guardian} />
              </div>
              <Coupled when={when} at={family.coupledAt.get(guardian.id)} />
              {!guardian.deceased && (
                <GuardianDetails viewer={viewer} when={when} guardian={guardian} />
              )}
              <GuardianActions viewer={viewer} guardian={guardian} back={here} />
            </section>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Coupled({ when, at }: { when: When; at: Date | undefined }) {
  if (!at) return null;
  const day = longDay(dayIn(when.timeZone, at), when);
  return <p class="soft small">{familyText(when.language).coupled(day)}</p>;
}

function SiblingsPart({ viewer, family }: Omit<FamilyProps, "when">) {
  const home = `/${viewer.school.shortName}`;
  return (
    <section>
      <h2>{familyText(viewer.language).siblings}</h2>
      <ul class="rows" role="list">
        {family.siblings.map((sibling) => (
          <li class="row">
            <Face
              kid
              initials={lettersOf(sibling)}
              src={photoOf(viewer.school, "pupil", sibling)}
            />
            <span class="grow">
              <a href={`${home}/pupils/${sibling.id}`}>{fullName(sibling)}</a>
            </span>
            <span class="soft small">
              {sibling.groups.map(groupsText(viewer.language).group).join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
