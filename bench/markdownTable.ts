/** Three digits that count; thousands whole. */
export const short = (value: number): string =>
  value >= 1_000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
