import { HOSTILE_TEXTS } from './texts.ts';

/** Every cookie that we set or read. */
export const COOKIE_NAMES = [
  'session',
  'visitor_id',
  'footfall_staff',
  'cart',
  'refresh',
  'footfall_nonce',
  'footfall_pv',
  'footfall_consent',
] as const;

/** What a header's field may hold (RFC 9110, section 5.5): what holds more is sent as bytes elsewhere. */
const isFieldText = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(text) && text.length < 7_000;

/** A value with each bit of each of its characters flipped in turn, as far as a header can hold it. */
export const flipped = (value: string): string[] => {
  const forged: string[] = [];
  for (let index = 0; index < value.length; index++) {
    for (let bit = 0; bit < 8; bit++) {
      const character = String.fromCharCode(value.charCodeAt(index) ^ (1 << bit));
      // A blank at an end, or a semicolon, ends the value: what is left is the value cut short.
      if (isFieldText(character)) forged.push(value.slice(0, index) + character + value.slice(index + 1));
    }
  }
  return forged;
};

/** A value cut short at each of its characters, from either end. */
export const truncated = (value: string): string[] =>
  Array.from({ length: value.length }, (_, length) => [
    value.slice(0, length),
    value.slice(value.length - length),
  ]).flat();

/** What is made of a good value by pasting. */
const pasted = (value: string, other: string): string[] => {
  const dot = value.lastIndexOf('.');
  const [payload, signature] = [value.slice(0, dot), value.slice(dot + 1)];
  return [
    `${payload}.${other.slice(other.lastIndexOf('.') + 1)}`,
    `${other.slice(0, other.lastIndexOf('.'))}.${signature}`,
    `${payload}.`,
    `.${signature}`,
    `${payload}.${signature.toUpperCase()}`,
    `${payload}=.${signature}`,
    `${payload}.${signature}=`,
    `${payload}..${signature}`,
    `${payload}.${'A'.repeat(43)}`,
    `"${value}"`,
    ` ${value} x`,
    encodeURIComponent(`${value}%`),
    `${value},${value}`,
    value.repeat(5),
    payload,
    signature,
  ];
};

/** Values that are none of ours. @param value of the cookie @param other a good value of another cookie */
export const forgedValues = (value: string, other: string): string[] => [
  ...flipped(value),
  ...truncated(value),
  ...pasted(value, other),
  ...HOSTILE_TEXTS.filter(isFieldText),
];

/** Cookie headers that are odd as a whole. */
export const oddCookieHeaders = (good: string): string[] => [
  '',
  ';',
  ';;;;;;;;',
  '=',
  '=;=;=',
  'session',
  'session=',
  'session=;session=;session=;session=',
  `SESSION=${good}`,
  `session =${good}`,
  `$Version=1; session=${good}; $Path=/`,
  `session=x; session=y; session=z; session=w; session=${good}`,
  `__proto__=x; constructor=y; session=${good}`,
  `a=${'x'.repeat(7_000)}; session=${good}`,
  Array.from({ length: 500 }, (_, index) => `c${index}=1`).join('; '),
  Array.from({ length: 300 }, () => 'session=a.b').join('; '),
];
