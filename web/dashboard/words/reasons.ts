import { capitalised, plain } from './plain.ts';
import { wordOf } from './wordOf.ts';

const BOT_REASONS: { readonly [reason: string]: string } = {
  known_bot: 'Says that it is a bot',
  no_user_agent: 'Does not say what it is',
  http_library: 'A program, not a browser',
  automation_user_agent: 'A browser under remote control',
  automation_client_hints: 'Its hints tell of remote control',
  client_hints_contradict: 'Contradicts itself about what it is',
  no_accept_language: 'Speaks no language',
  document_without_html: 'Asks for a page but reads no HTML',
  automation_webdriver: 'A program turns its pages',
  listed_network: 'Comes from a network of your list',
  rate: 'Turns pages faster than people do',
  no_engagement: 'Views many pages and reads none',
  staff: 'You said so',
};

const DAY_REASONS: { readonly [reason: string]: string } = {
  'late events': 'events arrived late',
  erased: 'visitors were erased; the numbers stay what they were',
  relabelled: 'visits turned out to be bots’, or people’s after all',
  refund: 'an order was refunded',
  'late order': 'an order arrived late',
  'merged visitors': 'two visitors turned out to be one person',
  'by hand': 'by hand',
  'caught up': 'caught up after a missed run',
};

/** Why something is taken for a bot. */
export const botReason = (reason: string): string =>
  wordOf(BOT_REASONS, reason) ?? capitalised(plain(reason));
/** Why a day was computed again or corrected. */
export const dayReason = (reason: string): string => wordOf(DAY_REASONS, reason) ?? plain(reason);
/** Why events were refused. */
export const refusedReason = (reason: string): string => capitalised(plain(reason));
