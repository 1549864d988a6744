import {
  Actions,
  Back,
  Button,
  ErrorSummary,
  Filter,
  Head,
  Select,
  Sheet,
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
      <div class="stack">
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
              <div class="cols even">
                {source.table.header.map((title, column) => (
                  <Select
                    name={columnName(file, column)}
                    label={title}
                    hint={examples(source, column)}
                    value={mappings[file]?.[title] ?? ""}
                    options={[
                      { value: "", label: t.skip },
                      ...fields.map((field) => ({
                        value: field,
                        label: fieldName(field, language),
                      })),
                    ]}
                  />
                ))}
                {droppedColumns(source, t.neverNumbered).map((title) => (
                  <p>
                    <b>{title}</b>
                    <br />
                    <span class="soft">{t.never}</span>
                  </p>
                ))}
              </div>
            </Sheet>
          ))}
          <Actions>
            <Button>{t.saveColumns}</Button>
          </Actions>
        </form>
      </div>
    </>
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
