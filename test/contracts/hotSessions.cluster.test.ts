import { connectRedis, redisReady } from '../../src/adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../../src/adapters/redis/redisHotSessions.ts';
import { startRedisCluster } from '../servers/redisCluster.ts';
import { describeWith } from '../servers/servers.ts';
import { hotSessionsContract } from './hotSessions.contract.ts';

describeWith(['redis'], 'on a real server in cluster mode', () => {
  hotSessionsContract('a Redis cluster', async () => {
    const { server, admin, url } = await startRedisCluster();
    const redis = connectRedis({ url, cluster: true, onError: () => undefined });
    await redisReady(redis, 5_000);
    const hotSessions = redisHotSessions({ redis, shards: 16 });
    return {
      hotSessions,
      startMs: Date.now,
      clear: async () => void (await admin.flushall()),
      close: async () => {
        await hotSessions.close();
        admin.disconnect();
        await server.stop();
      },
    };
  });
});
