import { expect, test } from 'vitest';
import { sqsEndpoint } from '../../../src/adapters/sqs/sqsEndpoint.ts';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/footfall-events';
const GENERAL = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
const SERVICE = { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9324' };

test.each([
  ['without variables it is the host of the queue', {}, 'https://sqs.eu-west-1.amazonaws.com'],
  ['the general variable moves it', GENERAL, 'http://127.0.0.1:4566'],
  ["the service's variable goes before the general one", { ...GENERAL, ...SERVICE }, 'http://127.0.0.1:9324'],
  ['an empty variable says nothing', { ...GENERAL, AWS_ENDPOINT_URL_SQS: '' }, 'http://127.0.0.1:4566'],
  ['empty variables say nothing', { AWS_ENDPOINT_URL: '' }, 'https://sqs.eu-west-1.amazonaws.com'],
  [
    'variables can be switched off',
    { ...SERVICE, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    'https://sqs.eu-west-1.amazonaws.com',
  ],
])('%s', (_, env, endpoint) => {
  expect(sqsEndpoint(env, QUEUE_URL)).toBe(endpoint);
});
