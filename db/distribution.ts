import type postgres from "postgres";

/**
 * Whether the tables can be spread over the machines of a distributed PostgreSQL (Citus 12 or
 * newer), by `school_id`. The rules are those of Citus' documentation ("Creating and Modifying
 * Distributed Objects") and of what it checks itself (its `foreign_constraint.c` and `trigger.c`).
 */
interface Distribution {
  /** Rules that are broken, a line each. */
  problems: string[];
  /** What turns the tables into distributed ones, in the right order. */
  statements: string[];
}

/** `distributed`: by school. `reference`: the same on every machine. `local`: on the first only. */
type Kind = "distributed" | "reference" | "local";

interface Table {
  name: string;
  key: string[];
  /** Type of `school_id`, when there is one. */
  shardType: string | null;
  nullable: boolean;
  kind: string;
}

interface Unique {
  table: string;
  name: string;
  columns: string[];
}

interface ForeignKey {
  table: string;
  name: string;
  target: string;
  columns: string[];
  targetColumns: string[];
  /** As in `pg_constraint`: a no action, r restrict, c cascade, n set null, d set default. */
  onDelete: string;
  onUpdate: string;
}

const shardBy = "school_id";

const ours = "n.nspname = 'public'";

/** Reads the catalogue of a database that has been brought up to date, and judges it. */
export async function checkDistribution(sql: postgres.Sql): Promise<Distribution> {
  const [tables, uniques, foreignKeys, odd] = await Promise.all([
    sql.unsafe<Table[]>(tablesSql),
    sql.unsafe<Unique[]>(uniquesSql),
    sql.unsafe<ForeignKey[]>(foreignKeysSql),
    sql.unsafe<{ problem: string }[]>(oddSql),
  ]);
  const kinds = kindsOf(tables, foreignKeys);
  const problems = [
    ...tables.flatMap((table) => tableProblems(table, kinds)),
    ...uniques.flatMap((unique) => uniqueProblems(unique, kinds)),
    ...foreignKeys.flatMap((key) => foreignKeyProblems(key, kinds)),
    ...odd.map(({ problem }) => problem),
  ];
  return { problems, statements: statementsFor(tables, foreignKeys, kinds) };
}

/** What has no school is small and the same everywhere, or, when nothing is tied to it, local. */
function kindsOf(tables: Table[], keys: ForeignKey[]): Map<string, Kind> {
  const tied = new Set(keys.flatMap(({ table, target }) => [table, target]));
  return new Map(
    tables.map(({ name, shardType }) => [
      name,
      shardType ? "distributed" : tied.has(name) ? "reference" : "local",
    ]),
  );
}

function tableProblems({ name, key, shardType, nullable, kind }: Table, kinds: Map<string, Kind>) {
  const problems: string[] = [];
  if (kind !== "r") problems.push(`${name}: is partitioned, foreign or a view with rows`);
  if (kinds.get(name) !== "distributed") return problems;
  if (key[0] !== shardBy) problems.push(`${name}: its primary key does not begin with ${shardBy}`);
  if (nullable) problems.push(`${name}: ${shardBy} may be null`);
  if (shardType !== "integer") {
    problems.push(`${name}: ${shardBy} is ${shardType}, elsewhere integer`);
  }
  return problems;
}

const uniqueProblems = ({ table, name, columns }: Unique, kinds: Map<string, Kind>) =>
  kinds.get(table) === "distributed" && !columns.includes(shardBy)
    ? [`${table}: ${name} must be unique over all schools, so over all machines`]
    : [];

function foreignKeyProblems(key: ForeignKey, kinds: Map<string, Kind>): string[] {
  const [from, to] = [kinds.get(key.table), kinds.get(key.target)];
  const what = `${key.table}: ${key.name}`;
  if (from === "reference" && to === "distributed") {
    return [`${what} refers from what is everywhere to what is on one machine`];
  }
  if (from !== "distributed") return [];
  const place = key.columns.indexOf(shardBy);
  if (to === "distributed" && (place < 0 || key.targetColumns[place] !== shardBy)) {
    return [`${what} may refer to another school`];
  }
  const changes = [key.onDelete, key.onUpdate].some((action) => "nd".includes(action));
  return place >= 0 && (changes || key.onUpdate === "c")
    ? [`${what} would change ${shardBy} by itself`]
    : [];
}

/** What is referred to comes before what refers to it. */
function statementsFor(tables: Table[], keys: ForeignKey[], kinds: Map<string, Kind>): string[] {
  const ordered: string[] = [];
  const visit = (name: string) => {
    if (ordered.includes(name)) return;
    for (const { table, target } of keys) if (table === name && target !== name) visit(target);
    ordered.push(name);
  };
  for (const { name } of tables) visit(name);
  const those = (kind: Kind) => ordered.filter((name) => kinds.get(name) === kind);
  return [
    ...those("reference").map((name) => `select create_reference_table('${name}');`),
    ...those("distributed").map((name, index, [first]) =>
      `select create_distributed_table('${name}', '${shardBy}'${
        index === 0 ? "" : `, colocate_with => '${first}'`
      });`
    ),
  ];
}

const names = (numbers: string, table: string) =>
  `array(select a.attname::text from unnest(${numbers}) with ordinality as at (number, place)
    join pg_attribute a on a.attrelid = ${table} and a.attnum = at.number order by at.place)`;

const tablesSql = `
select c.relname as name, c.relkind as kind,
  coalesce((select ${names("i.indkey", "c.oid")} from pg_index i
    where i.indrelid = c.oid and i.indisprimary), '{}') as key,
  format_type(s.atttypid, null) as "shardType",
  coalesce(not s.attnotnull, false) as nullable
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute s on s.attrelid = c.oid and s.attname = '${shardBy}' and not s.attisdropped
where c.relkind in ('r', 'p', 'f', 'm') and ${ours}
order by c.relname`;

const uniquesSql = `
select c.relname as "table", x.relname as name, ${names("i.indkey", "c.oid")} as columns
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_class x on x.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
where (i.indisunique or i.indisexclusion) and ${ours}
order by 1, 2`;

const foreignKeysSql = `
select c.relname as "table", k.conname as name, t.relname as target,
  ${names("k.conkey", "k.conrelid")} as columns,
  ${names("k.confkey", "k.confrelid")} as "targetColumns",
  k.confdeltype as "onDelete", k.confupdtype as "onUpdate"
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_class t on t.oid = k.confrelid
join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and ${ours}
order by 1, 2`;

/** What is refused, or means something else, wherever it stands. */
const oddSql = `
select format('%s: trigger %s', c.relname, t.tgname) as problem
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where not t.tgisinternal and ${ours}
union all
select format('%s: rule %s', c.relname, r.rulename)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and ${ours}
union all
select format('%s: inherits', c.relname)
from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and ${ours}
union all
select format('%s: %s counts from a sequence of %s, which is no bigint', c.relname, a.attname,
  format_type(a.atttypid, null))
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where a.attnum > 0 and not a.attisdropped and a.atttypid <> 'bigint'::regtype and ${ours}
  and (a.attidentity <> '' or exists (select from pg_attrdef d
    where d.adrelid = c.oid and d.adnum = a.attnum
      and pg_get_expr(d.adbin, d.adrelid) like 'nextval(%'))
  and exists (select from pg_attribute s where s.attrelid = c.oid and s.attname = '${shardBy}')
order by 1`;
