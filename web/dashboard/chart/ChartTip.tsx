export interface TipRow {
  readonly tone: 'current' | 'previous';
  readonly label: string;
  readonly value: string;
}

/** What a chart says of the place that is pointed at. */
export const ChartTip = ({
  rows,
  notes = [],
}: {
  readonly rows: readonly TipRow[];
  readonly notes?: readonly string[];
}) => (
  <>
    <dl>
      {rows.map(({ tone, label, value }) => (
        <div key={`${tone} ${label}`} data-tone={tone}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    {notes.map((note) => (
      <p key={note}>{note}</p>
    ))}
  </>
);
