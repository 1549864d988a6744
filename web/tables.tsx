import type { Child, PropsWithChildren } from "hono/jsx";

/**
 * A table that folds into blocks on a phone. Roles are spoken out, because folding takes them
 * away. Rows are `<Row>` with one `<RowHead>` and `<Cell>`s.
 */
export function Table(
  { caption, columns, children }: PropsWithChildren<{ caption: string; columns: Child[] }>,
) {
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={caption}>
      <table class="table fold" role="table">
        <caption class="vh">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(columnHead)}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  );
}

function columnHead(name: Child) {
  return <th role="columnheader" scope="col">{name}</th>;
}

export function Row({ id, children }: PropsWithChildren<{ id?: string }>) {
  return <tr role="row" id={id}>{children}</tr>;
}

export function RowHead({ children }: PropsWithChildren) {
  return <th role="rowheader" scope="row">{children}</th>;
}

/** @param wide as wide as the page where the table folds */
export function Cell(
  { num, wide, children }: PropsWithChildren<{ num?: boolean; wide?: boolean }>,
) {
  return <td role="cell" class={num ? "num" : wide ? "wide" : undefined}>{children}</td>;
}
