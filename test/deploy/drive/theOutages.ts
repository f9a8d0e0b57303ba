import { GetEventSourceMappingCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { QUEUE_SETTINGS } from '../../../functions/writer/queueSettings.ts';
import { httpVisitor, underLoad } from '../../support/httpVisitor.ts';
import { expectExactlyOnce } from './expectExactlyOnce.ts';
import { loggedErrors } from './loggedErrors.ts';
import type { Deployed } from './openDeployed.ts';
import { depthOf } from './queues.ts';
import { until } from './until.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds after which a failed batch comes again, in this test: longer than the writer takes to give a record up. */
const COMES_AGAIN_S = 20;

/** Parts that fail under the deployed system. */
export const theOutages = (deployed: () => Deployed): void => {
  it('Redis killed: requests go on, nothing is lost, nothing is double, and it is used again when it is back', async () => {
    const { url, cloud, redis, redisPassword } = deployed();
    const visitors = Array.from({ length: 3 }, () => httpVisitor(url));
    for (const visitor of visitors) await visitor.view('/');
    const load = underLoad(visitors, { pauseMs: 100 });
    await pause(1_000);
    cloud.servers.redis.process.kill('SIGKILL');
    await pause(4_000);
    const withoutRedis = visitors.map(({ accepted }) => accepted.length);
    await cloud.restartRedis(redisPassword);
    await pause(3_000);
    await load.stop();
    expect(visitors.flatMap(({ failures }) => failures)).toEqual([]);
    expect(Math.min(...withoutRedis), 'page views of the visitor who saw the fewest').toBeGreaterThan(3);

    await until('hot sessions in Redis again', async () => {
      for (const visitor of visitors) await visitor.view('/back');
      expect(await redis.keys('*:s:*')).toHaveLength(visitors.length);
    });
    await expectExactlyOnce(deployed(), visitors, 60_000);
  }, 120_000);

  it('MongoDB gone: visits go on, the writer’s batches come again, nothing is dead-lettered, and all is written once it is back', async () => {
    const { url, cloud, aws, output } = deployed();
    const [QueueUrl, FunctionName] = [output('QueueUrl'), output('WriterFunctionName')];
    const setVisibility = (seconds: number) =>
      aws.sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(seconds) } }),
      );
    const { EventSourceMappings = [] } = await aws.lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName }),
    );
    expect(EventSourceMappings).toHaveLength(1);
    const UUID = EventSourceMappings[0]?.UUID;
    await setVisibility(COMES_AGAIN_S);

    const visitors = Array.from({ length: 3 }, () => httpVisitor(url));
    await cloud.servers.mongo.stop();
    for (const path of ['/', '/shoes']) for (const visitor of visitors) await visitor.view(path);
    expect(visitors.flatMap(({ failures }) => failures)).toEqual([]);
    await until('the writer to fail', async () => {
      const { LastProcessingResult } = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID }));
      expect(LastProcessingResult).toBe('FAILED');
    });
    await until('messages that will come again', async () =>
      expect((await depthOf(aws.sqs, QueueUrl)).inFlight).toBeGreaterThan(0),
    );
    await until('the failure in the log', async () =>
      expect(await loggedErrors(deployed())).toContainEqual(expect.stringContaining('batch not written')),
    );
    await cloud.restartMongo();
    await expectExactlyOnce(deployed(), visitors, 60_000);
    expect(await depthOf(aws.sqs, output('DeadLetterQueueUrl'))).toEqual({ waiting: 0, inFlight: 0 });
    await setVisibility(QUEUE_SETTINGS.visibilityTimeoutSeconds);
  }, 120_000);
};
