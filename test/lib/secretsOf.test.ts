import { App, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { expect, it } from 'vitest';
import { secretsOf } from '../../lib/app/secretsOf.ts';
import type { Data } from '../../lib/data/createData.ts';
import { createSecrets } from '../../lib/data/createSecrets.ts';

const PARTIAL = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/mongodb';
/** Nobody sees whether this is the secret `shop/mongodb`, or the start of one that is called `shop/mongodb-backup`. */
const PERHAPS_COMPLETE = `${PARTIAL}-backup`;
const NAMED_ARN = {
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':secretsmanager:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':secret:shop/mongodb-??????',
    ],
  ],
};

const stack = new Stack(new App(), 'Shop');
const byName = Secret.fromSecretNameV2(stack, 'Mongodb', 'shop/mongodb').secretArn;
const data = {
  secrets: createSecrets(stack, {
    cdn: 'none',
    cache: { kind: 'given', url: 'rediss://redis.example:6380' },
    keepData: false,
  }),
} as Data;

const given = (mongodbUri: string, redisPassword?: string) => {
  const others = { adminPasswordHash: 'shop/password', adminToken: 'shop/token' };
  return secretsOf(stack, { mongodbUri, redisPassword, ...others }, data);
};

it.each([
  ['a name', 'shop/mongodb', [NAMED_ARN]],
  ['an ARN without its end', PARTIAL, [PARTIAL, `${PARTIAL}-??????`]],
  ['an ARN that may have its end', PERHAPS_COMPLETE, [PERHAPS_COMPLETE, `${PERHAPS_COMPLETE}-??????`]],
  ['a token', byName, [stack.resolve(byName), NAMED_ARN]],
])('a secret that is given by %s may be read, with and without the end of an ARN', (_, id, resources) => {
  const secret = given(id).MONGODB_URI;
  expect(secret?.id).toBe(id);
  expect(stack.resolve(secret?.resources)).toEqual(resources);
});

it('the password of a cache is the one that is given, where the cache is', () => {
  expect(given('shop/mongodb', 'shop/redis').REDIS_PASSWORD?.id).toBe('shop/redis');
  expect(given('shop/mongodb').REDIS_PASSWORD).toBeUndefined();
});
