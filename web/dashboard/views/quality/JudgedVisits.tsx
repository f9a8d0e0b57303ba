import { useState } from 'react';
import { overruleUrl } from '../../data/endpoints.ts';
import { ApiFault } from '../../data/Fault.ts';
import { post } from '../../data/request.ts';
import { formatMoment } from '../../format/dates.ts';
import { counted } from '../../format/numbers.ts';
import { useDashboard } from '../../state/DashboardContext.ts';
import { DeviceMark } from '../../ui/DeviceMark.tsx';
import type { BotExample } from '../../wire.ts';
import { valueLabel } from '../../words/dimensions.ts';
import { botReason } from '../../words/reasons.ts';

type Saying = 'nothing' | 'sending' | 'said' | 'failed';

const WORDS = {
  said: 'Noted. The numbers follow in a few minutes.',
  failed: 'That could not be stored. Try again.',
} as const;

/** Lets one say of a visit the opposite of its verdict. */
const Overrule = ({ visit: { session, bot } }: { readonly visit: BotExample }) => {
  const { site } = useDashboard();
  const [saying, setSaying] = useState<Saying>('nothing');
  const overrule = async (): Promise<void> => {
    setSaying('sending');
    try {
      await post(overruleUrl(site.id), { sessionId: session, bot: !bot });
      setSaying('said');
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      setSaying('failed');
    }
  };
  return (
    <span className="judged-word">
      {(saying === 'said' || saying === 'failed') && <span role="status">{WORDS[saying]}</span>}
      {saying !== 'said' && (
        <button
          type="button"
          className="button button-small"
          disabled={saying === 'sending'}
          onClick={() => void overrule()}
        >
          {bot ? 'These were people' : 'This was a bot'}
        </button>
      )}
    </span>
  );
};

/** Visits with what speaks against them. */
export const JudgedVisits = ({ visits }: { readonly visits: readonly BotExample[] }) => {
  const { site } = useDashboard();
  return (
    <ul className="judged">
      {visits.map((visit) => (
        <li key={visit.session}>
          <time className="number" dateTime={visit.startedAt}>
            {formatMoment(visit.startedAt, site.timezone)}
          </time>
          <span>
            <span className="judged-visit">
              <DeviceMark device={visit.device} />
              <span>{valueLabel('country', visit.country)}</span>
              <span>{visit.landingPage ?? 'no page'}</span>
              <span className="muted">{counted(visit.hits, 'hit')}</span>
            </span>
            <span className="muted">{visit.reasons.map(botReason).join(' · ')}</span>
          </span>
          <Overrule visit={visit} />
        </li>
      ))}
    </ul>
  );
};
