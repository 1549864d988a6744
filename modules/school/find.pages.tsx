import { Back, Empty, Face, Head } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { photoOf } from "../../web/photos.ts";
import { SearchBox } from "../../web/search.tsx";
import { isOffice, type Viewer } from "../../web/viewer.ts";
import {
  BlockSigns,
  Email,
  Fact,
  GuardianActions,
  GuardianDetails,
  lettersOf,
  Phone,
  relationName,
} from "./family.partials.tsx";
import type { Guardian } from "./family.queries.ts";
import { familyText } from "./family.text.ts";
import { type FoundPupil, type Hit, mostHits, type Ties } from "./find.queries.ts";
import { findText } from "./find.text.ts";
import { fullName } from "./names.ts";
import { named } from "./people.pages.tsx";
import { peopleText } from "./people.text.ts";

interface FindProps {
  viewer: Viewer;
  /** What was typed. */
  letters: string;
  hits: Hit[];
}

/** One field, and whoever answers to what is in it; while typing where scripts run. */
export function FindPage(props: FindProps) {
  const { viewer, letters } = props;
  const t = findText(viewer.language);
  return (
    <>
      <Head title={t.title} lead={t.lead} />
      <div class="stack">
        <SearchBox
          action={`/${viewer.school.shortName}/find`}
          label={t.label}
          submit={t.submit}
          letters={letters}
          live
          autofocus
        />
        <Found {...props} />
      </div>
    </>
  );
}

/** Who was found, the best answer first. */
export function Found({ viewer, letters, hits }: FindProps) {
  const t = findText(viewer.language);
  const shown = hits.slice(0, mostHits);
  const said = hits.length > mostHits ? t.tooMany(mostHits) : t.found(hits.length);
  if (letters === "") return <div id="found"></div>;
  return (
    <div id="found" class="sheet stack near">
      {hits.length === 0
        ? <Empty>{letters.replace(/\s/g, "").length < 2 ? t.more : t.none}</Empty>
        : <p class="soft small" role="status">{said}</p>}
      <ul class="rows" role="list">
        {shown.map((hit) => (
          <li class="row">
            <Face
              kid={hit.kind === "pupil"}
              initials={lettersOf(hit)}
              src={photoOf(viewer.school, hit.kind === "pupil" ? "pupil" : "person", hit)}
            />
            <div class="grow">
              <b>
                <a href={hitPath(viewer, hit)}>{fullName(hit)}</a>
              </b>
              <p class="soft small">
                {hit.kind === "pupil"
                  ? <PupilWords viewer={viewer} hit={hit} />
                  : <AdultWords viewer={viewer} hit={hit} />}
              </p>
            </div>
            {hit.kind === "adult" && hit.blocked && (
              <span class="chip" data-kind="fotos">
                {peopleText(viewer.language).state.blocked}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function PupilWords({ viewer, hit }: { viewer: Viewer; hit: FoundPupil }) {
  const t = findText(viewer.language);
  const place = hit.groups.length > 0 ? t.teaches(hit.groups.join(", ")) : t.pupil;
  return <>{hit.guardians.length > 0 ? `${place}, ${t.with(hit.guardians.join(", "))}` : place}</>;
}

/** *juf Hanneke, leerkracht, groep 5a, ouder van Noor (5a), Mees (2b)* */
function AdultWords({ viewer, hit }: { viewer: Viewer; hit: Ties }) {
  const t = findText(viewer.language);
  const { staff, children } = hit;
  const parts = [
    ...staff?.title ? [staff.title] : [],
    ...staff ? [peopleText(viewer.language).roles[staff.role]] : [],
    ...staff && staff.groups.length > 0 ? [t.teaches(staff.groups.join(", "))] : [],
    ...children.length > 0 ? [t.of(children.map(named).join(", "))] : [],
  ];
  return <>{parts.length > 0 ? parts.join(", ") : t.noChild}</>;
}

interface CardProps {
  viewer: Viewer;
  when: When;
  adult: Guardian;
  ties: Ties;
}

/** An adult: how to reach them, their children, and what the office does with them. */
export function AdultCard({ viewer, when, adult, ties }: CardProps) {
  const t = familyText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  const missing = <span class="soft">{t.unknown}</span>;
  const { email, phone, wards } = adult;
  return (
    <>
      <Back href={`${home}/find`}>{findText(viewer.language).title}</Back>
      <Head title={fullName(adult)} lead={<AdultWords viewer={viewer} hit={ties} />} />
      <div class="sheet stack near">
        <p class="row">
          <Face
            initials={lettersOf(adult)}
            large={adult.photo !== null}
            src={photoOf(viewer.school, "person", adult, "medium")}
          />
        </p>
        {wards.length > 0 || adult.closed
          ? <GuardianDetails viewer={viewer} when={when} guardian={adult} />
          : (
            <>
              <Fact name={t.phone}>{phone ? <Phone number={phone} /> : missing}</Fact>
              <Fact name={t.email}>{email ? <Email address={email} /> : missing}</Fact>
            </>
          )}
        {wards.map((ward) => (
          <p>
            <a href={`${home}/pupils/${ward.id}`}>
              {named({ name: ward.firstName, groups: ward.groups })}
            </a>{" "}
            <span class="soft small">{relationName(viewer, ward.relation)}</span>
          </p>
        ))}
        <BlockSigns viewer={viewer} guardian={adult} />
        <GuardianActions viewer={viewer} guardian={adult} back={`${home}/find/${adult.id}`} />
      </div>
    </>
  );
}

/** The family of a child, the card of a parent; of others the office's page, or a card too. */
export function hitPath(viewer: Viewer, hit: Hit): string {
  const home = `/${viewer.school.shortName}`;
  if (hit.kind === "pupil") return `${home}/pupils/${hit.id}`;
  const isParent = hit.children.length > 0 && !hit.staff;
  return isOffice(viewer) && !isParent ? `${home}/people/${hit.id}` : `${home}/find/${hit.id}`;
}
