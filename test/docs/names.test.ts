import { existsSync, readFileSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { CONTEXT_DEFAULTS } from '../../lib/config/contextDefaults.ts';
import { pageAt, pages } from './pages.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: { readonly [name: string]: string };
};

/** Commands of npm itself. */
const NPM_SCRIPTS = /\bnpm (?:run ([a-z][a-z:]*)|(test|start)\b)/g;
/** The AWS CLI's own. */
const NOT_OURS = /^AWS_(REGION|PROFILE)$/;
/** An environment's variable in a page: `LIKE_THIS` in backticks, or set before a command. */
const VARIABLES = /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`|(?:^|\s)(?:export )?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=/gm;

let code = '';
beforeAll(async () => {
  const texts: string[] = [];
  for await (const path of glob(['{bin,functions,lib,local,src}/**/*.ts', '*.yml', 'docker/**/*.*']))
    texts.push(await readFile(path, 'utf8'));
  code = texts.join('\n');
});

const matches = (text: string, pattern: RegExp): string[] => [
  ...new Set(
    [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.filter((group) => group !== undefined)),
  ),
];

describe.each(pages)('$path', ({ text }) => {
  test('each npm script that it names is there', () => {
    expect(matches(text, NPM_SCRIPTS).filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('each test that it names is there', () => {
    const named = matches(text, /`((?:test|bench)\/[\w./-]+)`/g);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('each key of context that it gives is one', () => {
    const keys = matches(text, /(?:^|\s|`)-c ([A-Za-z]+)=/gm);
    expect(keys.filter((key) => !Object.hasOwn(CONTEXT_DEFAULTS, key))).toEqual([]);
  });

  test('each variable of the environment that it names is in the code', () => {
    const unknown = matches(text, VARIABLES).filter(
      (name) => !NOT_OURS.test(name) && !new RegExp(`\\b${name.replace(/_SECRET_ARN$/, '')}\\b`).test(code),
    );
    expect(unknown).toEqual([]);
  });

  test('each output of a stack that it asks for is one', () => {
    const outputs = [...text.matchAll(/stack_output Footfall\w+ (\w+)/g)].map(([, name = '']) => name);
    const made = (name: string): boolean =>
      // A secret's output is named after it.
      [name, name.replace(/Secret$/, '')].some((part) => code.includes(`'${part}'`));
    expect(outputs.filter((name) => !made(name))).toEqual([]);
  });
});

test('docs/deploy.md tells every key of context with its default, and no other', () => {
  const table = pageAt('docs/deploy.md').text.split('| key | default |')[1]?.split('\n\n')[0] ?? '';
  const cellsOf = (row: string): string[][] =>
    row
      .split('|')
      .slice(1, 3)
      .map((cell) => [...cell.matchAll(/`([^`]*)`/g)].map(([, word = '']) => word));
  const told = table
    .split('\n')
    .slice(2)
    .flatMap((row) => {
      const [keys = [], defaults = []] = cellsOf(row);
      return keys.map((key, index) => [key, defaults[index] ?? ''] as const);
    });
  expect(Object.fromEntries(told)).toEqual(CONTEXT_DEFAULTS);
});
