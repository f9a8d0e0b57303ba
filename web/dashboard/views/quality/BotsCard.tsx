import { counted, formatCount } from '../../format/numbers.ts';
import { Card } from '../../ui/Card.tsx';
import { CountList } from '../../ui/CountList.tsx';
import { Empty } from '../../ui/Empty.tsx';
import type { QualityReport } from '../../wire.ts';
import { botReason } from '../../words/reasons.ts';

/** Who was left out as a bot, and by what they were known. */
export const BotsCard = ({ bots }: { readonly bots: QualityReport['bots'] }) => (
  <Card
    title="Bots"
    note={`${counted(bots.sessions, 'visit')} with ${counted(bots.hits, 'hit')}, in none of the numbers`}
    className="breakdown"
  >
    {bots.sessions === 0 ? (
      <Empty title="No bots">Nobody but people came in these days.</Empty>
    ) : (
      <>
        <CountList
          caption="Bots by reason"
          one="Known by"
          unit="Visits"
          counts={bots.reasons.map(({ reason, sessions }) => ({ value: reason, count: sessions }))}
          labelOf={botReason}
        />
        <p className="card-foot muted">
          A bot may be known by several reasons, so these add up to more than {formatCount(bots.sessions)}.
        </p>
      </>
    )}
  </Card>
);
