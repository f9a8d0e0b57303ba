import { useState } from 'react';
import { botsSource } from '../../data/sources.ts';
import { useQuery } from '../../data/useQuery.ts';
import { counted, formatCount } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { Answered } from '../../ui/Answered.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Tabs, usePanel } from '../../ui/Tabs.tsx';
import { TooLong } from '../../ui/TooLong.tsx';
import type { BotReport } from '../../wire.ts';
import { botReason } from '../../words/reasons.ts';
import { JudgedVisits } from './JudgedVisits.tsx';

const LISTS = {
  bots: {
    label: 'Left out',
    note: 'Bots, by what they were known: in none of the numbers',
    none: 'Nothing was left out in these days.',
  },
  suspected: {
    label: 'Suspected',
    note: 'One thing speaks against these, which is not enough: they are in the numbers',
    none: 'Nothing looks odd in these days.',
  },
  overruled: {
    label: 'You said people',
    note: 'In the numbers, whatever speaks against them',
    none: 'You have not overruled anything in these days.',
  },
} as const;
type ListName = keyof typeof LISTS;
const TABS = (['bots', 'suspected', 'overruled'] as const).map((name) => ({
  name,
  label: LISTS[name].label,
}));

const List = ({ name, report }: { readonly name: ListName; readonly report: BotReport }) => {
  if (report[name].sessions === 0) return <Empty title={LISTS[name].none} />;
  if (name === 'overruled') return <JudgedVisits visits={report.overruled.examples} />;
  return report[name].reasons.map(({ reason, sessions, hits, examples }) => (
    <section key={reason} className="judged-reason" aria-label={botReason(reason)}>
      <h3>
        {botReason(reason)}{' '}
        <span className="muted">
          {counted(sessions, 'visit')}, {counted(hits, 'hit')}
          {sessions > examples.length && `; the latest ${formatCount(examples.length)}:`}
        </span>
      </h3>
      <JudgedVisits visits={examples} />
    </section>
  ));
};

/** What was left out as bots' and what looks odd, with examples to judge by, and to overrule. */
export const JudgedCard = () => {
  const { subject } = useDashboard();
  const [name, choose] = useState<ListName>('bots');
  const { id, panel } = usePanel();
  const source = botsSource(subject);
  const query = useQuery<BotReport>(source.kind === 'explored' ? source.url : undefined);
  if (source.kind === 'too_long') return <TooLong days={source.days} what="Examples of bots" />;
  return (
    <Card
      title="Bots or people?"
      note={LISTS[name].note}
      actions={<Tabs id={id} label="Visits" tabs={TABS} chosen={name} choose={choose} />}
    >
      <div {...panel}>
        <Answered query={query} skeleton={<Skeleton height={240} />}>
          {(report) => <List name={name} report={report} />}
        </Answered>
      </div>
    </Card>
  );
};
