import { byId, element } from './dom.ts';
import { counted } from './formats.ts';
import { createSessionCard, type SessionCard } from './sessionCard.ts';
import type { LiveView } from './wire.ts';

const REFRESH_MS = 1_000;
/** A server that is busy may take a while; one that is gone refuses at once. */
const ANSWER_WITHIN_MS = 5_000;
/** Of fewer sessions than this a dashboard has little to show. */
const FEW_SESSIONS = 10;

/** What the server says, or why it says nothing. */
type Asked =
  | { readonly kind: 'view'; readonly view: LiveView }
  | { readonly kind: 'record_down' | 'server_gone' };

const ask = async (): Promise<Asked> => {
  try {
    const answer = await fetch('/api/local/sessions', { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return answer.ok ? { kind: 'view', view: await answer.json() } : { kind: 'record_down' };
  } catch {
    return { kind: 'server_gone' };
  }
};

const empty = (): HTMLElement =>
  element(
    'div',
    { class: 'notice' },
    element('h3', {}, 'No visits yet'),
    element(
      'p',
      {},
      'Your own begins with the first page view. If none arrives, a blocker may stop the tracker.',
    ),
  );

const FAULTS = {
  record_down: {
    state: 'No answer from the record',
    title: 'The record does not answer',
    text: 'What you click is kept in the queue, and appears here once the record is back.',
  },
  server_gone: {
    state: 'Server gone',
    title: 'The server does not answer',
    text: 'Start it again with npm start. What you click meanwhile waits in this tab, and is sent then.',
  },
} as const;

const fault = ({ title, text }: { readonly title: string; readonly text: string }): HTMLElement =>
  element('div', { class: 'notice fault', id: 'fault' }, element('h3', {}, title), element('p', {}, text));

/** Shows the latest sessions of the record, asked for every second while somebody looks. */
export const startLiveRecord = (): void => {
  const list = byId('sessions');
  const state = byId('state');
  const offer = byId('offer');
  const cards = new Map<string, SessionCard>();

  const say = (text: string, kind: 'live' | 'fault') => {
    if (state.textContent !== text) state.textContent = text;
    state.dataset.kind = kind;
  };

  const showSessions = ({ sessions }: LiveView) => {
    document.getElementById('fault')?.remove();
    offer.hidden = sessions.length >= FEW_SESSIONS;
    say(sessions.length === 0 ? 'Listening' : counted(sessions.length, 'session', 'latest sessions'), 'live');
    if (sessions.length === 0) return list.replaceChildren(empty());
    const isFirst = cards.size === 0;
    const ownFirst = [...sessions].sort((a, b) => Number(b.yours) - Number(a.yours));
    const nodes = ownFirst.map((session, index) => {
      const known = cards.get(session.id);
      if (known) {
        known.update(session);
        return known.node;
      }
      const made = createSessionCard(session, { open: session.yours || (isFirst && index === 0) });
      cards.set(session.id, made);
      return made.node;
    });
    const isSame =
      list.children.length === nodes.length && nodes.every((node, at) => list.children[at] === node);
    if (!isSame) list.replaceChildren(...nodes);
  };

  const showFault = (kind: keyof typeof FAULTS) => {
    say(FAULTS[kind].state, 'fault');
    document.getElementById('fault')?.remove();
    if (cards.size === 0) list.replaceChildren();
    list.before(fault(FAULTS[kind]));
  };

  const refresh = async () => {
    if (!document.hidden) {
      const asked = await ask();
      if (asked.kind === 'view') showSessions(asked.view);
      else showFault(asked.kind);
    }
    setTimeout(refresh, REFRESH_MS);
  };
  void refresh();
};
