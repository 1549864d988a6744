import type { Child } from "hono/jsx";
import {
  ButtonLink,
  Cell,
  Empty,
  Filter,
  Head,
  Icon,
  Row,
  RowHead,
  Table,
  Tabs,
} from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { SearchBox } from "../../web/search.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { birthday } from "./groups.pages.tsx";
import { fullName } from "./names.ts";
import { AccountSign } from "./people.partials.tsx";
import type { GuardianRow, PeopleTab, PupilRow, Search, StaffRow } from "./people.queries.ts";
import { peopleText } from "./people.text.ts";

interface PeopleProps {
  viewer: Viewer;
  when: When;
  search: Search;
  /** Which page of how many, and how many people on all of them. */
  page: number;
  pages: number;
  total: number;
  list:
    | { tab: "guardians"; rows: GuardianRow[] }
    | { tab: "staff"; rows: StaffRow[] }
    | { tab: "pupils"; rows: PupilRow[] };
}

export const peoplePath = (viewer: Viewer, tab: PeopleTab) =>
  `/${viewer.school.shortName}/people${tab === "guardians" ? "" : `/${tab}`}`;

/** Everyone of one kind: search, filters, a table, pages. */
export function PeoplePage(props: PeopleProps) {
  const { viewer, total, list } = props;
  const t = peopleText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  return (
    <>
      <Head title={t.title} lead={t.lead}>
        <ButtonLink look="quiet" icon="mail" href={`${home}/people/invitations`}>
          {t.invitations.link}
        </ButtonLink>
        <ButtonLink look="quiet" icon="plus" href={`${home}/people/${list.tab}/new`}>
          {t.add[list.tab]}
        </ButtonLink>
      </Head>
      <Tabs
        label={t.tabs.label}
        links={(["guardians", "pupils", "staff"] as const).map((tab) => ({
          href: peoplePath(viewer, tab),
          label: t.tabs[tab],
          current: tab === list.tab,
        }))}
      />
      <div class="sheet stack">
        <SearchForm {...props} />
        {list.tab !== "pupils" && <Filters {...props} />}
        {total === 0 ? <Nobody {...props} /> : (
          <>
            <p class="soft small" role="status">{t.found(total)}</p>
            {props.search.filter && <FilterHint {...props} />}
            <List {...props} />
            <Pages {...props} />
          </>
        )}
      </div>
    </>
  );
}

/** The address of this list with another page or filter. */
function address(
  { viewer, list, search }: PeopleProps,
  change: { filter?: string; page?: number },
) {
  const query = new URLSearchParams();
  if (search.letters) query.set("q", search.letters);
  const filter = "filter" in change ? change.filter : search.filter;
  if (filter) query.set("filter", filter);
  if (change.page && change.page > 1) query.set("page", String(change.page));
  const path = peoplePath(viewer, list.tab);
  return query.size > 0 ? `${path}?${query}` : path;
}

function SearchForm({ viewer, list, search }: PeopleProps) {
  const t = peopleText(viewer.language);
  return (
    <SearchBox
      action={peoplePath(viewer, list.tab)}
      label={t.search}
      submit={t.searchSubmit}
      letters={search.letters}
    >
      {search.filter && <input type="hidden" name="filter" value={search.filter} />}
    </SearchBox>
  );
}

function Filters(props: PeopleProps) {
  const t = peopleText(props.viewer.language).filters;
  const link = (filter: "inactive" | "noAddress" | undefined, label: string) => ({
    href: address(props, { filter }),
    label,
    current: props.search.filter === filter,
  });
  return (
    <Filter
      label={t.label}
      links={[
        link(undefined, t.all),
        link("inactive", t.inactive),
        link("noAddress", t.noAddress),
      ]}
    />
  );
}

/** What can be done for who is on such a list. */
function FilterHint({ viewer, search }: PeopleProps) {
  const { invitations } = peopleText(viewer.language);
  if (search.filter === "noAddress") return <p class="hint">{invitations.noAddressHint}</p>;
  return (
    <p>
      <a href={`/${viewer.school.shortName}/people/invitations`}>{invitations.toAll}</a>
    </p>
  );
}

function Nobody({ viewer, search, list }: PeopleProps) {
  const t = peopleText(viewer.language);
  if (search.letters || search.filter) return <Empty>{t.noneFound}</Empty>;
  const href = `/${viewer.school.shortName}/import`;
  return (
    <Empty action={<ButtonLink look="quiet" href={href}>{t.toImport}</ButtonLink>}>
      {t.empty[list.tab]}
    </Empty>
  );
}

function List({ viewer, when, list }: PeopleProps) {
  const t = peopleText(viewer.language);
  const home = `/${viewer.school.shortName}/people`;
  const { name, children, state, groups, born, guardians, role } = t.columns;
  const join = (parts: Child[]) => parts.flatMap((part, i) => i === 0 ? [part] : [", ", part]);
  if (list.tab === "guardians") {
    return (
      <Table caption={t.tabs.guardians} columns={[name, children, state]}>
        {list.rows.map((row) => (
          <Row>
            <RowHead>
              <a href={`${home}/${row.id}`}>{fullName(row)}</a>
            </RowHead>
            <Cell>
              {join(
                row.children.map((child) => (
                  <a href={`${home}/pupils/${child.id}`}>{named(child)}</a>
                )),
              )}
            </Cell>
            <Cell>
              <AccountSign of={row} when={when} />
            </Cell>
          </Row>
        ))}
      </Table>
    );
  }
  if (list.tab === "staff") {
    return (
      <Table caption={t.tabs.staff} columns={[name, role, groups, state]}>
        {list.rows.map((row) => (
          <Row>
            <RowHead>
              <a href={`${home}/${row.id}`}>{fullName(row)}</a>
            </RowHead>
            <Cell>{t.roles[row.role]}</Cell>
            <Cell>{row.groups.join(", ")}</Cell>
            <Cell>
              <AccountSign of={row} when={when} />
            </Cell>
          </Row>
        ))}
      </Table>
    );
  }
  return (
    <Table caption={t.tabs.pupils} columns={[name, groups, born, guardians]}>
      {list.rows.map((row) => (
        <Row>
          <RowHead>
            <a href={`${home}/pupils/${row.id}`}>{fullName(row)}</a>
          </RowHead>
          <Cell>{row.groups.join(", ")}</Cell>
          <Cell num>{row.bornOn && birthday(row.bornOn, viewer.language)}</Cell>
          <Cell>
            {join(row.guardians.map((one) => <a href={`${home}/${one.id}`}>{one.name}</a>))}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** *Noor (5a)* */
export const named = ({ name, groups }: { name: string; groups: string[] }) =>
  groups.length > 0 ? `${name} (${groups.join(", ")})` : name;

function Pages(props: PeopleProps) {
  const { viewer, page, pages } = props;
  if (pages < 2) return null;
  const t = peopleText(viewer.language);
  return (
    <nav class="row" aria-label={t.pages}>
      {page > 1 && (
        <a class="btn quiet s" href={address(props, { page: page - 1 })}>
          <Icon name="left" />
          {t.previous}
        </a>
      )}
      <span class="soft small">{t.pageOf(page, pages)}</span>
      {page < pages && (
        <a class="btn quiet s" href={address(props, { page: page + 1 })}>
          {t.next}
          <Icon name="right" />
        </a>
      )}
    </nav>
  );
}
