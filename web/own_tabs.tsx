import type { Child, PropsWithChildren } from "hono/jsx";
import { Back, Head, Tabs } from "./components.tsx";
import { shellText } from "./text.ts";
import { isOffice, type School, type Viewer } from "./viewer.ts";

// What is one's own has tabs that belong to several modules; here they stand side by side.

const accountTabs = {
  personal: "",
  contact: "/contact",
  notifications: "/notifications",
  privacy: "/privacy",
  password: "/password",
  twoStep: "/two-step",
  sessions: "/sessions",
} as const;
export type AccountTab = keyof typeof accountTabs;

/** *Mijn account*: its heading and tabs, and one of them open; a `.sheet` follows. */
export function AccountPage(
  { viewer, tab, children }: PropsWithChildren<{ viewer: Viewer; tab: AccountTab }>,
) {
  const t = shellText(viewer.language).own;
  return (
    <>
      <Head title={t.account} />
      <Tabs
        label={t.account}
        links={Object.entries(accountTabs).map(([key, path]) => ({
          href: `/${viewer.school.shortName}/account${path}`,
          label: t.accountTabs[key as AccountTab],
          current: key === tab,
        }))}
      />
      {children}
    </>
  );
}

/** The title of such a page in the browser: *Privacy – Mijn account*. */
export function accountTitle(viewer: Viewer, tab: AccountTab): string {
  const t = shellText(viewer.language).own;
  return `${t.accountTabs[tab]} – ${t.account}`;
}

const childTabs = {
  personal: "",
  contact: "/contact",
  sitters: "/sitters",
  privacy: "/privacy",
  notes: "/notes",
  results: "/results",
} as const;
type ChildTab = keyof typeof childTabs;

interface ChildPageProps {
  viewer: Viewer;
  /** One of the viewer's own children. */
  child: { id: number; firstName: string };
  tab: ChildTab;
}

/** A child's page for its guardians: `/children/:pupil…`. */
export function ChildPage({ viewer, child, tab, children }: PropsWithChildren<ChildPageProps>) {
  const { school, language } = viewer;
  const t = shellText(language).own;
  const home = `/${school.shortName}/children`;
  return (
    <>
      <Back href={home}>{t.children}</Back>
      <Head title={child.firstName} />
      <Tabs
        label={child.firstName}
        links={Object.entries(childTabs).filter(([key]) => isUsed(school, key)).map((
          [key, path],
        ) => ({
          href: `${home}/${child.id}${path}`,
          label: t.childTabs[key as ChildTab],
          current: key === tab,
        }))}
      />
      {children}
    </>
  );
}

/** The title of such a page in the browser: *Privacy – Noor*. */
export function childTitle(viewer: Viewer, child: { firstName: string }, tab: ChildTab): string {
  return `${shellText(viewer.language).own.childTabs[tab]} – ${child.firstName}`;
}

const pupilTabs = {
  family: "",
  sitters: "/sitters",
  notes: "/notes",
  results: "/results",
} as const;
type PupilTab = keyof typeof pupilTabs;

interface PupilPageProps {
  viewer: Viewer;
  /** With the groups of this school year: only their teachers and the office have all tabs. */
  pupil: { id: number; name: string; groups: { id: number }[] };
  tab: PupilTab;
  /** Under the name: the groups. */
  lead?: Child;
  /** Beside the name: what one can do. */
  actions?: Child;
}

/** A pupil's page for staff: `/pupils/:pupil…`. */
export function PupilPage(props: PropsWithChildren<PupilPageProps>) {
  const { viewer, pupil, tab } = props;
  const { school, language } = viewer;
  const t = shellText(language);
  const home = `/${school.shortName}`;
  return (
    <>
      <Back href={`${home}/find`}>{t.menu.find}</Back>
      <Head title={pupil.name} lead={props.lead}>{props.actions}</Head>
      <Tabs
        label={pupil.name}
        links={Object.entries(pupilTabs).filter(([key]) =>
          isUsed(school, key) && isOffered(viewer, pupil, key)
        ).map((
          [key, path],
        ) => ({
          href: `${home}/pupils/${pupil.id}${path}`,
          label: t.own.pupilTabs[key as PupilTab],
          current: key === tab,
        }))}
      />
      {props.children}
    </>
  );
}

/** What home and the child's teachers share is not for every teacher (`modules/records`). */
function isOffered(viewer: Viewer, { groups }: PupilPageProps["pupil"], tab: string): boolean {
  if (tab !== "notes" && tab !== "results") return true;
  return isOffice(viewer) ||
    viewer.groups.some((own) => own.as === "teacher" && groups.some(({ id }) => id === own.id));
}

/** Notes and results are there where the school uses them. */
function isUsed(school: School, tab: string): boolean {
  if (tab === "notes") return school.usesNotes;
  if (tab === "results") return school.usesResults;
  return true;
}
