import type { Footfall } from './startFootfall.ts';

const WHERE = {
  memory: 'in memory (REDIS_URL for Redis)',
  Redis: 'in Redis (REDIS_URL)',
  embedded: (dataDir: string) => `in ${dataDir} (MONGODB_URI for MongoDB)`,
  MongoDB: () => 'in MongoDB (MONGODB_URI)',
} as const;

/** What a person wants to know once it runs: where to look, where to post, where the data is. */
export const banner = ({ url, runsOn }: Footfall, dataDir: string): string => `
  Footfall is running.

  Start page     ${url}/
  Endpoint       ${url}/track
  Tracker        <script src="${url}/tracker.js" defer></script>

  Live sessions  ${WHERE[runsOn.hotSessions]}
  Record         ${WHERE[runsOn.record](dataDir)}
  Queue          in ${dataDir}

  Ctrl-C stops it and keeps everything.

`;
