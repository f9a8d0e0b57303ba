import { type Behaviour, isDisengaged, isTooFast } from './behaviour.ts';
import { isListedNetwork, type Place } from './listedNetwork.ts';
import { type CurrentVerdict, type Reason, verdictOf } from './verdict.ts';

/** What is known of a visit when it is judged. */
export interface BotVisit extends Behaviour, Place {
  /** What its requests told against it, by whichever version of the rules: names that this one does not know count nothing. */
  readonly told: ReadonlySet<string>;
  /** Whether the staff say that it is a bot's; absent where they said nothing. */
  readonly staff: boolean | undefined;
}

/** When a visit's own behaviour speaks against it. */
const BEHAVIOURS: {
  readonly [name in Extract<Reason, { of: 'visit' }>['name']]: (visit: Behaviour) => boolean;
} = {
  rate: isTooFast,
  no_engagement: isDisengaged,
};

const holdsOf = (reason: Reason, visit: BotVisit): boolean => {
  switch (reason.of) {
    case 'request':
      return visit.told.has(reason.name);
    case 'place':
      return isListedNetwork(visit);
    case 'visit':
      return BEHAVIOURS[reason.name](visit);
    case 'staff':
      return visit.staff === true;
  }
};

/** Whether a visit is a bot's: as `botVerdict`, by what its requests told, where it came from and what it did. The staff say more, and above it. */
export const visitVerdict = (visit: BotVisit): CurrentVerdict =>
  verdictOf((reason) => holdsOf(reason, visit));
