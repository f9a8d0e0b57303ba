import type { ApiOperation } from './apiDocument.ts';
import type { Question } from './ask.ts';
import { HOSTILE_HEADER_VALUES, READ_HEADERS } from './corpus/headers.ts';
import { HOSTILE_TEXTS } from './corpus/texts.ts';
import { HOSTILE_BODIES, HOSTILE_CONTENT_TYPES, HOSTILE_FIELDS, HOSTILE_VALUES } from './corpus/values.ts';
import { ordinaryBodies } from './ordinary.ts';
import { placesOf } from './placesOf.ts';

/** A request that means harm, and where in the request. */
export interface Attack {
  readonly what: string;
  readonly question: Question;
}

/** What a client that is let in sends along. @param body as it will be sent */
export type Credentials = (operation: ApiOperation, body: string) => { readonly [name: string]: string };

const JSON_TYPE = { 'content-type': 'application/json' };

/** As bytes of UTF-8, each of them escaped: a lone surrogate, which has none, as WTF-8 has it. */
export const escaped = (text: string): string => {
  const percent = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0xd800 || code > 0xdfff) return [...Buffer.from(character)].map(percent).join('');
      return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)].map(percent).join('');
    })
    .join('');
};

/** Bodies of one operation: each value replaced, fields added, and bodies that are none. */
export const hostileBodies = (
  operation: ApiOperation,
): { readonly what: string; readonly body: Buffer }[] => [
  ...ordinaryBodies(operation).flatMap((ordinary) => {
    const [, fields = ''] = /^\{(.*)\}$/s.exec(JSON.stringify(ordinary)) ?? [];
    return [
      ...placesOf(ordinary).flatMap(({ at, filled }) =>
        [...HOSTILE_TEXTS.map((text) => JSON.stringify(text)), ...HOSTILE_VALUES].map((json) => ({
          what: `${at} ${json.slice(0, 60)}`,
          body: Buffer.from(filled(json)),
        })),
      ),
      ...HOSTILE_FIELDS.map((field) => ({
        what: `besides ${field.slice(0, 60)}`,
        body: Buffer.from(`{${[field, fields].filter(Boolean).join(',')}}`),
      })),
    ];
  }),
  ...HOSTILE_BODIES.map((body) => ({ what: `body ${body.toString('latin1', 0, 60)}`, body })),
];

const pathOf = ({ path, pathParameters }: ApiOperation, parameter?: string, value = ''): string =>
  pathParameters.reduce(
    (filled, name) => filled.replace(`{${name}}`, name === parameter ? value : 'a'),
    path,
  );

const queryOf = (
  { queryParameters }: ApiOperation,
  changed: { readonly [name: string]: string } = {},
): string =>
  queryParameters
    .filter(({ name, required }) => required || name in changed)
    .map(({ name, example }) => `${name}=${changed[name] ?? escaped(example)}`)
    .join('&');

/** An address of an operation, as an honest client has it. */
export const ordinaryPath = (operation: ApiOperation): string => `${pathOf(operation)}?${queryOf(operation)}`;

const hostilePaths = (operation: ApiOperation): { readonly what: string; readonly path: string }[] => {
  const query = queryOf(operation);
  return [
    ...operation.pathParameters.flatMap((name) =>
      HOSTILE_TEXTS.map((text) => ({
        what: `{${name}} ${JSON.stringify(text).slice(0, 60)}`,
        path: `${pathOf(operation, name, escaped(text).slice(0, 9_000))}?${query}`,
      })),
    ),
    ...operation.queryParameters.flatMap(({ name }) => [
      ...HOSTILE_TEXTS.map((text) => ({
        what: `?${name}= ${JSON.stringify(text).slice(0, 60)}`,
        path: `${pathOf(operation)}?${queryOf(operation, { [name]: escaped(text).slice(0, 9_000) })}`,
      })),
      { what: `?${name} twice`, path: `${pathOf(operation)}?${query}&${name}=a&${name}=b` },
      { what: `?${name}[$ne]`, path: `${pathOf(operation)}?${query}&${name}[$ne]=a` },
      { what: `?${name} of broken escapes`, path: `${pathOf(operation)}?${query}&${name}=%ED%A0%80%zz%` },
    ]),
    ...['__proto__=a', 'constructor.prototype.polluted=a', '&&&&', '=', '%00=%00', 'a=b&'.repeat(2_000)].map(
      (more) => ({
        what: `?${more.slice(0, 60)}`,
        path: `${pathOf(operation)}?${query}&${more}`,
      }),
    ),
  ];
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE'];

/** What an honest client asks. */
export const ordinaryQuestion = (operation: ApiOperation, credentials: Credentials): Question => {
  const [ordinary] = ordinaryBodies(operation);
  const body = ordinary && JSON.stringify(ordinary);
  return {
    method: operation.method,
    path: ordinaryPath(operation),
    headers: { ...(body === undefined ? {} : JSON_TYPE), ...credentials(operation, body ?? '') },
    ...(body === undefined ? {} : { body }),
  };
};

/** Everything that is done to one operation. */
export const attacksOn = (operation: ApiOperation, credentials: Credentials): Attack[] => {
  const ordinary = (): Question => ordinaryQuestion(operation, credentials);
  const { body } = ordinary();
  const withBody = (hostile: Buffer | string, headers: object): Question => ({
    ...ordinary(),
    headers: { ...credentials(operation, hostile.toString()), ...headers },
    body: hostile,
  });
  const attacks: Attack[] = [
    ...hostilePaths(operation).map(({ what, path: hostile }) => ({
      what,
      question: { ...ordinary(), path: hostile },
    })),
    ...(body === undefined
      ? []
      : [
          ...hostileBodies(operation).map(({ what, body: hostile }) => ({
            what,
            question: withBody(hostile, JSON_TYPE),
          })),
          ...HOSTILE_CONTENT_TYPES.map((type) => ({
            what: `content-type ${type?.slice(0, 60)}`,
            question: withBody(body, type === undefined ? {} : { 'content-type': type }),
          })),
        ]),
    ...METHODS.map((method) => ({ what: `method ${method}`, question: { ...ordinary(), method } })),
    { what: 'nobody’s', question: { ...ordinary(), headers: body === undefined ? {} : JSON_TYPE } },
  ];
  return attacks.map(({ what, question }) => ({ what: `${operation.id}: ${what}`, question }));
};

/** Every header that is read, with every value, on one operation. */
export const headerAttacksOn = (operation: ApiOperation, credentials: Credentials): Attack[] =>
  READ_HEADERS.flatMap((name) =>
    HOSTILE_HEADER_VALUES.map((value) => {
      const ordinary = ordinaryQuestion(operation, credentials);
      return {
        what: `${operation.id}: ${name}: ${value.slice(0, 60)}`,
        question: { ...ordinary, headers: { ...ordinary.headers, [name]: value } },
      };
    }),
  );
