export type CsvCell = string | number | boolean | null;

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
}

/** Such a text is a formula to a spreadsheet, in full width too (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const QUOTED = /[",\r\n]/;

const cellOf = (cell: CsvCell): string => {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** A table as RFC 4180 has it: a header line, CRLF; texts that a spreadsheet would run are made harmless by a leading `'`. */
export const csvText = ({ columns, rows }: CsvTable): string =>
  [columns, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');

/** Objects as a table: a column for each of the first one's own fields, or those named. */
export const csvOf = <Row extends { readonly [column: string]: CsvCell }>(
  columns: readonly (keyof Row & string)[],
  rows: readonly Row[],
): CsvTable => ({ columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) });
