import { leanSqsQueue } from '../../src/adapters/sqs/leanSqsQueue.ts';
import { sqsEndpoint } from '../../src/adapters/sqs/sqsEndpoint.ts';
import { requiredVariable } from '../../src/config/environment.ts';
import { lambdaDependencies } from './lambdaDependencies.ts';
import { serveTrack } from './serveTrack.ts';

const variable = (name: string): string => requiredVariable(process.env, name);

/** `/track` with a call of SQS for each message, as in a Lambda, which runs one request at a time. */
const queue = leanSqsQueue({
  queueUrl: variable('QUEUE_URL'),
  region: variable('AWS_REGION'),
  endpoint: sqsEndpoint(process.env, variable('QUEUE_URL')),
  credentials: () => ({
    accessKeyId: variable('AWS_ACCESS_KEY_ID'),
    secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
    sessionToken: variable('AWS_SESSION_TOKEN'),
  }),
  now: Date.now,
  maxInFlight: Number.MAX_SAFE_INTEGER,
  maxBatch: 1,
});

await serveTrack({
  ...(await lambdaDependencies()),
  deliver: (message) => queue.send(JSON.stringify(message)),
});
