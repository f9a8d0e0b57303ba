import { describe, expect, it } from 'vitest';
import { runCommand } from './runCommand.ts';

const usage = (name: string) => new RegExp(`\\nUsage: .*npm run ${name}`);

describe.each(['secrets', 'indexes', 'products', 'redrive'])('npm run %s', (name) => {
  it.each([
    [['--what'], /^Unknown option '--what'\.\n/],
    [['one'], /^Unexpected argument 'one'\.\n/],
  ])('refuses %j with a sentence, the usage and 1', async (args, sentence) => {
    const { code, stdout, stderr } = await runCommand(name, args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(usage(name));
  });
});

it.each([
  ['secrets', ['--prefix', '/a//b'], /^--prefix must be a name/],
  [
    'secrets',
    ['--only', 'cookie-keys'],
    /^--only must be one of mongodb-uri, admin-password-hash, admin-token\./,
  ],
  ['secrets', [], /^There is no AWS region: set AWS_REGION\.\n$/],
  ['indexes', [], /^MONGODB_URI is missing\.\n$/],
  ['products', ['--site', 'nowhere'], /^No site is "nowhere"\. Known are shop\.\n$/],
  ['products', ['--file', '/nowhere.json'], /^\/nowhere\.json cannot be read: ENOENT/],
  ['redrive', [], /^--from is missing\.\nUsage/],
  ['redrive', ['--from', 'http://q/a'], /^--to is missing\.\nUsage/],
  ['redrive', ['--from', 'dlq', '--to', 'http://q/a'], /^--from must be the URL of a queue\./],
  ['redrive', ['--from', 'http://q/a', '--to', 'http://q/a'], /^--from and --to are the same queue\.\n$/],
  ['redrive', ['--from', 'http://q/a', '--to', 'http://q/b', '--max', '0'], /^--max must be a whole number/],
])('npm run %s %j says what is wrong, and ends with 1', async (name, args, sentence) => {
  const { code, stdout, stderr } = await runCommand(name, args, { AWS_EC2_METADATA_DISABLED: 'true' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(sentence);
});
