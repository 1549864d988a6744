import {
  Actions,
  Back,
  Button,
  Cell,
  ErrorSummary,
  Filter,
  Head,
  Row,
  RowHead,
  Sheet,
  Table,
} from "../../../web/components.tsx";
import type { Language } from "../../../web/language.ts";
import { type Field, fields, type Mapping } from "./mapping.ts";
import { pagesText } from "./pages.text.ts";
import type { TableSource } from "./sources.ts";
import { fillIn, importText } from "./text.ts";

export const presets = ["social-schools", "zermelo", "generic"] as const;

/** Name of the select of one column of one file. */
export const columnName = (file: number, column: number): string => `c${file}-${column}`;

interface ColumnsProps {
  home: string;
  id: number;
  tables: TableSource[];
  mappings: Mapping[];
  language: Language;
  /** Per file what does not fit. */
  errors: (string | undefined)[];
}

/** What each column of the tables means, with examples; what may not be kept is not among them. */
export function ColumnsPage({ home, id, tables, mappings, language, errors }: ColumnsProps) {
  const t = pagesText(language);
  const here = `${home}/import/${id}/columns`;
  const { presets: names } = importText(language);
  return (
    <>
      <Back href={`${home}/import`}>{t.title}</Back>
      <Head title={t.columns} lead={t.columnsLead} />
      <Filter
        label={t.preset}
        links={presets.map((preset) => ({
          href: `${here}?preset=${preset}`,
          label: names[preset],
        }))}
      />
      <form class="stack" method="post" action={here}>
        <ErrorSummary
          errors={Object.fromEntries(errors.map((words, file) => [`file-${file}`, words]))}
          language={language}
        />
        {tables.map((source, file) => (
          <Sheet title={source.name} id={`file-${file}`}>
            <Table caption={source.name} columns={[t.column, t.examples, t.meaning]}>
              {source.table.header.map((title, column) => (
                <Row>
                  <RowHead>{title}</RowHead>
                  <Cell>
                    <span class="soft">{examples(source, column)}</span>
                  </Cell>
                  <Cell>
                    <FieldSelect
                      name={columnName(file, column)}
                      label={title}
                      value={mappings[file]?.[title]}
                      language={language}
                    />
                  </Cell>
                </Row>
              ))}
              {droppedColumns(source, t.neverNumbered).map((title) => (
                <Row>
                  <RowHead>{title}</RowHead>
                  <Cell></Cell>
                  <Cell>{t.never}</Cell>
                </Row>
              ))}
            </Table>
          </Sheet>
        ))}
        <Actions>
          <Button>{t.saveColumns}</Button>
        </Actions>
      </form>
    </>
  );
}

function FieldSelect(
  { name, label, value, language }: {
    name: string;
    label: string;
    value: Field | undefined;
    language: Language;
  },
) {
  const t = pagesText(language);
  return (
    <select class="in" name={name} aria-label={`${t.meaning}: ${label}`}>
      <option value="">{t.skip}</option>
      {fields.map((field) => (
        <option value={field} selected={field === value}>{fieldName(field, language)}</option>
      ))}
    </select>
  );
}

function fieldName(field: Field, language: Language): string {
  const { fields: names } = importText(language);
  const [guardian, part] = field.split(".") as [keyof typeof names, keyof typeof names | undefined];
  return part ? fillIn(names[part], { guardian: names[guardian] }) : names[guardian];
}

/** The first different values, short. */
function examples({ table }: TableSource, column: number): string {
  const values = new Set<string>();
  for (const row of table.rows) {
    const value = row.cells[column];
    if (value) values.add(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    if (values.size === 3) break;
  }
  return [...values].join(" · ");
}

/** Titles of what was left out at once; their values are nowhere any more. */
function droppedColumns({ table }: TableSource, numbered: (n: number) => string): string[] {
  return table.warnings.flatMap(({ code, values }) =>
    code === "column_dropped"
      ? [String(values.column)]
      : code === "column_dropped_unnamed"
      ? [numbered(Number(values.number))]
      : []
  );
}
