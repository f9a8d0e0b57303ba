import { counted, formatCount, formatRate } from '../../format/numbers.ts';
import { Card } from '../../ui/Card.tsx';
import { Figure } from '../../ui/Figure.tsx';
import type { QualityCounts } from '../../wire.ts';
import { missingEvents, QUALITY, QUALITY_NAMES } from '../../words/quality.ts';

const sentenceOf = (counts: QualityCounts): string => {
  const lost = missingEvents(counts);
  const all = counts.accepted + lost;
  if (all === 0) return 'No events arrived in these days.';
  if (lost === 0) return 'Nothing is missing: every event that arrived is in the numbers.';
  return `${formatRate(counts.accepted / all)} of all events are in the numbers; ${counted(lost, 'event is', 'events are')} not.`;
};

/** The quality of the numbers in a sentence, and in figures. */
export const Verdict = ({ totals }: { readonly totals: QualityCounts }) => (
  <Card title="Can you trust the numbers?" note={sentenceOf(totals)}>
    <dl className="figures figures-explained">
      {QUALITY_NAMES.map((name) => (
        <Figure
          key={name}
          label={QUALITY[name].label}
          value={
            <span data-tone={QUALITY[name].missing && totals[name] > 0 ? 'warn' : undefined}>
              {formatCount(totals[name])}
            </span>
          }
        >
          <span className="muted">{QUALITY[name].explained}</span>
        </Figure>
      ))}
    </dl>
  </Card>
);
