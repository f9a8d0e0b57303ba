import type { AggregateResults } from './parts/aggregate.ts';
import type { AnalyticsResults } from './parts/analytics.ts';
import type { ColdStartResults } from './parts/coldStart.ts';
import type { RedisCommands } from './parts/commands.ts';
import type { HitsRound } from './parts/hits.ts';
import type { HttpRound } from './parts/http.ts';
import type { RefreshResults } from './parts/refresh.ts';
import type { ServerName } from './parts/servers.ts';
import type { SimulateResults } from './parts/simulate.ts';
import type { UniquesResults } from './parts/uniques.ts';
import type { WriterResults } from './parts/writer.ts';

/** Everything measured in one run; a part that was not asked for, or not possible here, is absent. */
export interface Results {
  readonly http?: readonly HttpRound[];
  readonly commands?: { readonly [Name in ServerName]?: RedisCommands };
  readonly hits?: readonly HitsRound[];
  readonly coldStart?: ColdStartResults;
  readonly writer?: WriterResults;
  readonly aggregate?: AggregateResults;
  readonly refresh?: RefreshResults;
  readonly analytics?: AnalyticsResults;
  readonly uniques?: UniquesResults;
  readonly simulate?: SimulateResults;
}
