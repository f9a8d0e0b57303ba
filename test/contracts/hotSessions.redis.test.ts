import { connectRedis, redisReady } from '../../src/adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../../src/adapters/redis/redisHotSessions.ts';
import { describeWith, startRedis } from '../servers/servers.ts';
import { hotSessionsContract } from './hotSessions.contract.ts';

describeWith(['redis'], 'on a real server', () => {
  hotSessionsContract('Redis', async () => {
    const server = await startRedis();
    const redis = connectRedis({ url: server.url, cluster: false, onError: () => undefined });
    await redisReady(redis);
    const hotSessions = redisHotSessions({ redis, shards: 4 });
    return {
      hotSessions,
      startMs: Date.now,
      clear: async () => void (await redis.flushall()),
      close: async () => {
        await hotSessions.close();
        await server.stop();
      },
    };
  });
});
