import { connectRedis, redisReady } from '../../src/adapters/redis/connectRedis.ts';
import { redisRateLimits } from '../../src/adapters/redis/redisRateLimits.ts';
import { describeWith, startRedis } from '../servers/servers.ts';
import { rateLimitsContract } from './rateLimits.contract.ts';

describeWith(['redis'], 'on a real server', () => {
  rateLimitsContract('Redis', async () => {
    const server = await startRedis();
    const redis = connectRedis({ url: server.url, cluster: false, onError: () => undefined });
    await redisReady(redis);
    return {
      limits: redisRateLimits({ redis }),
      clear: async () => void (await redis.flushall()),
      close: async () => {
        redis.disconnect();
        await server.stop();
      },
    };
  });
});
