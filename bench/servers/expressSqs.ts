import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { requiredVariable } from '../../src/config/environment.ts';
import { serveExpress } from './serveExpress.ts';

/** express + express-session + connect-redis, and the AWS SDK's `SendMessage` before the answer. */
const client = new SQSClient({});
const QueueUrl = requiredVariable(process.env, 'QUEUE_URL');

await serveExpress((message) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) })),
);
