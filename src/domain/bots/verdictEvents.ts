/**
 * Server events that say nothing of what the visitor did, only of whether it is a bot's session.
 * `bot_signs {reasons}`: what a later request than the session's first told against it. `bot_overruled {bot, note?}`: the staff's
 * word. `bot_relabelled {rulesVersion}`: the rules or the site's networks changed, and the session is to be folded anew.
 */
export const VERDICT_EVENTS = ['bot_signs', 'bot_overruled', 'bot_relabelled'] as const;
export type VerdictEvent = (typeof VERDICT_EVENTS)[number];

const verdictEvents: ReadonlySet<string> = new Set(VERDICT_EVENTS);
/** Whether events of this type are about the verdict alone. */
export const isVerdictEvent = (type: string): type is VerdictEvent => verdictEvents.has(type);
