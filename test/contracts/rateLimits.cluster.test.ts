import { connectRedis, redisReady } from '../../src/adapters/redis/connectRedis.ts';
import { redisRateLimits } from '../../src/adapters/redis/redisRateLimits.ts';
import { startRedisCluster } from '../servers/redisCluster.ts';
import { describeWith } from '../servers/servers.ts';
import { rateLimitsContract } from './rateLimits.contract.ts';

describeWith(['redis'], 'on a real server in cluster mode', () => {
  rateLimitsContract('a Redis cluster', async () => {
    const { server, admin, url } = await startRedisCluster();
    const redis = connectRedis({ url, cluster: true, onError: () => undefined });
    await redisReady(redis, 5_000);
    return {
      limits: redisRateLimits({ redis }),
      clear: async () => void (await admin.flushall()),
      close: async () => {
        redis.disconnect();
        admin.disconnect();
        await server.stop();
      },
    };
  });
});
