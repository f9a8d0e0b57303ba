import { element } from './dom.ts';
import { clockTime, counted, duration } from './formats.ts';
import type { LiveEvent, LiveSession } from './wire.ts';

/** `add_to_cart` as people say it. */
const spoken = (type: string): string => type.replaceAll('_', ' ');

const badge = (text: string, kind: string): HTMLElement => element('span', { class: `badge ${kind}` }, text);

const fact = (name: string, value: string | undefined): HTMLElement | undefined =>
  value === undefined ? undefined : element('div', {}, element('dt', {}, name), element('dd', {}, value));

const deviceText = ({ device }: LiveSession): string =>
  [device.type, device.browser, device.os].filter(Boolean).join(', ');

/** An event's own facts, short: `productId red-runners, quantity 1`. */
const detail = ({ path, engagedMs, properties }: LiveEvent): string =>
  [
    path,
    engagedMs === undefined ? undefined : `in use for ${duration(engagedMs)}`,
    ...Object.entries(properties ?? {}).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');

const eventLine = (event: LiveEvent): HTMLElement =>
  element(
    'li',
    { class: `event ${event.source}` },
    element('span', { class: 'type' }, spoken(event.type)),
    element('span', { class: 'detail' }, detail(event)),
    element('time', { datetime: new Date(event.at).toISOString() }, clockTime(event.at)),
  );

const body = (session: LiveSession, lineOf: (event: LiveEvent) => HTMLElement): readonly HTMLElement[] => {
  const hidden = session.eventCount - session.events.length;
  const facts = [
    fact('Visitor', session.visitor),
    fact('Landing page', session.landingPage),
    fact('Exit page', session.exitPage),
    fact('Came from', session.referrer ?? 'nowhere else'),
    fact('Channel', session.channel),
    fact('Device', deviceText(session)),
  ].filter((one) => one !== undefined);
  return [
    element('dl', { class: 'facts' }, ...facts),
    element(
      'ol',
      { class: 'steps', 'aria-label': 'Events, the latest first' },
      ...session.events.map(lineOf),
    ),
    ...(hidden > 0 ? [element('p', { class: 'quiet' }, `and ${hidden} earlier events`)] : []),
  ];
};

const headline = (session: LiveSession): readonly HTMLElement[] => [
  element(
    'span',
    { class: 'who' },
    element('code', { title: 'Session' }, session.id),
    ...(session.yours ? [badge('this browser', 'yours')] : []),
    ...(session.bot ? [badge('bot', 'bot')] : []),
    ...(session.bounce && !session.bot ? [badge('bounce so far', 'bounce')] : []),
    ...(session.newVisitor ? [] : [badge('returning', 'returning')]),
  ),
  element(
    'span',
    { class: 'sums' },
    `${counted(session.pageViews, 'page view', 'page views')} · ${duration(session.durationMs)} · since ${clockTime(session.startedAt)}`,
  ),
];

/** A session's card, which can be told of its later states and stays open or closed as the reader left it. */
export interface SessionCard {
  readonly node: HTMLElement;
  update(session: LiveSession): void;
}

export const createSessionCard = (
  session: LiveSession,
  { open }: { readonly open: boolean },
): SessionCard => {
  const summary = element('summary', {});
  const inside = element('div', { class: 'inside' });
  const node = element('details', { class: 'session', open: open ? '' : undefined }, summary, inside);
  /** An event never changes, so its line stays: only what is new steps in. */
  const lines = new Map<string, HTMLElement>();
  const lineOf = (event: LiveEvent): HTMLElement => {
    const line = lines.get(event.id) ?? eventLine(event);
    lines.set(event.id, line);
    return line;
  };
  let told = '';
  const update = (next: LiveSession) => {
    const text = JSON.stringify(next);
    if (text === told) return;
    told = text;
    summary.replaceChildren(...headline(next));
    inside.replaceChildren(...body(next, lineOf));
    node.classList.toggle('own', next.yours);
  };
  update(session);
  return { node, update };
};
