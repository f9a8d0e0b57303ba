import type { Footfall } from './startFootfall.ts';

const WHERE = {
  memory: 'in memory (REDIS_URL for Redis)',
  Redis: 'in Redis (REDIS_URL)',
  embedded: (dataDir: string) => `in ${dataDir} (MONGODB_URI for MongoDB)`,
  MongoDB: () => 'in MongoDB (MONGODB_URI)',
  dynalite: (dataDir: string) => `in ${dataDir} (TABLE_NAME for DynamoDB)`,
  DynamoDB: () => 'in DynamoDB (TABLE_NAME)',
} as const;

const OFFER = `
  Nothing is recorded yet. Beside this, in another terminal:
  npm run simulate    fills the dashboard with 90 days of a believable shop
`;

/** What a person wants to know once it runs: where to look, how to come in, where to post, where the data is. */
export const banner = ({ url, runsOn, staff, isEmpty }: Footfall, dataDir: string): string => `
  Footfall is running.

  Shop           ${url}/
  Live record    ${url}/live
  Dashboard      ${url}/dashboard/
    password     ${staff.password ?? 'the one that was given as ADMIN_PASSWORD'}
    API token    ${staff.token ?? 'the one in ADMIN_TOKEN'}
  Endpoint       ${url}/track
  Tracker        <script src="${url}/tracker.js" defer></script>

  Live sessions  ${WHERE[runsOn.hotSessions]}
  Record         ${WHERE[runsOn.record](dataDir)}
  Metrics        ${WHERE[runsOn.metrics](dataDir)}
  Queue          in ${dataDir}
${isEmpty ? OFFER : ''}
  Ctrl-C stops it and keeps everything.

`;
