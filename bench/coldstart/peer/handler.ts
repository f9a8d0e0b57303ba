import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Redis } from 'ioredis';

/** The peer's Lambda: the usual parts, one `GET` of a session and one `SendMessage`. */
const redis = new Redis(process.env.REDIS_URL ?? '');
const sqs = new SQSClient({});

export const handler = middy(async (event: APIGatewayProxyEventV2) => {
  const { events } = JSON.parse(event.body ?? '');
  const session = await redis.get(`session:${event.requestContext.requestId}`);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env.QUEUE_URL,
      MessageBody: JSON.stringify({ session, events }),
    }),
  );
  return { statusCode: 200, body: JSON.stringify({ ok: true, accepted: events.length }) };
});
