import type { StoredEvent } from '../events/event.ts';
import { byKnowledge, greatest } from '../sessions/eventOrder.ts';
import type { Behaviour } from './behaviour.ts';
import type { Place } from './listedNetwork.ts';
import { BOT_RULES_VERSION, type SessionVerdict } from './verdict.ts';
import { visitVerdict } from './visitVerdict.ts';

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];

/** The staff's last word on the session. */
const staffsWord = (events: readonly StoredEvent[]): boolean | undefined => {
  const words = events.filter(
    ({ type, properties }) => type === 'bot_overruled' && typeof properties?.bot === 'boolean',
  );
  return greatest(words, byKnowledge)?.properties?.bot as boolean | undefined;
};

/**
 * Whether a session is a bot's, by all that is known of it. Judged anew at every fold, so that a changed rule, list of networks or
 * word of the staff reaches past sessions when they are folded again. What a newer release's rules said at the request stands: it
 * knew reasons that this one does not.
 * @param events the session's events that are believed
 * @returns `undefined` where nothing speaks against it, and nobody said anything
 */
export const sessionVerdict = ({
  events,
  ...visit
}: Behaviour & Place & { readonly events: readonly StoredEvent[] }): SessionVerdict | undefined => {
  const atRequests = events.flatMap(({ type, context }) =>
    type === 'session_started' && context?.bot !== undefined ? [context.bot] : [],
  );
  const signs = events.flatMap(({ type, properties }) =>
    type === 'bot_signs' ? textsOf(properties?.reasons) : [],
  );
  const staff = staffsWord(events);
  const told = new Set([...atRequests.flatMap(({ reasons }) => reasons), ...signs]);
  const ours = visitVerdict({ ...visit, told, staff });

  const newer = atRequests.filter(({ rulesVersion }) => rulesVersion > BOT_RULES_VERSION);
  const reasons = new Set<string>([...ours.reasons, ...newer.flatMap((verdict) => verdict.reasons)]);
  if (reasons.size === 0 && staff === undefined) return undefined;
  return {
    bot: staff ?? (ours.bot || newer.some(({ bot }) => bot)),
    reasons: [...reasons],
    rulesVersion: BOT_RULES_VERSION,
    ...(staff === undefined ? {} : { staff }),
  };
};
