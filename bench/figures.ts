import type { Figure, Goal } from './Figure.ts';
import { METRICS_FIGURES } from './metricsFigures.ts';
import type { CommandsPerRequest, RedisCommands } from './parts/commands.ts';
import type { HitsRound } from './parts/hits.ts';
import type { Measure, ServerMeasures } from './parts/measureServer.ts';
import type { ServerName } from './parts/servers.ts';
import type { Results } from './Results.ts';

const KIB = 1_024;

type Load = keyof ServerMeasures;

/** One server's figure as a multiple of another's in the same round, minutes apart at most. */
const ratio =
  (server: ServerName, to: ServerName, load: Load, figure: keyof Measure) =>
  ({ http }: Results): number[] =>
    (http ?? []).flatMap((round) => {
      const [one, other] = [round[server]?.[load]?.[figure], round[to]?.[load]?.[figure]];
      return one === undefined || other === undefined ? [] : [one / other];
    });

const trips = (commands: CommandsPerRequest): number =>
  Object.values(commands).reduce((sum, count) => sum + count, 0);

const tripsOf =
  (load: keyof RedisCommands) =>
  ({ commands }: Results): number[] =>
    commands?.track ? [trips(commands.track[load])] : [];

const ofHits =
  (value: (round: HitsRound) => number) =>
  ({ hits }: Results): number[] =>
    (hits ?? []).map(value);

/** The figures of the issues that asked for this benchmark, and beside them what shows how they come about. */
export const FIGURES: readonly Figure[] = [
  {
    title: 'track vs express + SDK, returning, 64 connections: requests a second',
    unit: 'x',
    goal: { atLeast: 10 },
    values: ratio('track', 'expressSqs', 'returning', 'requestsPerSecond'),
  },
  {
    title: 'track without coalescing vs express + SDK, returning, 64 connections: requests a second',
    unit: 'x',
    values: ratio('trackUncoalesced', 'expressSqs', 'returning', 'requestsPerSecond'),
  },
  {
    title: 'track vs express + SDK, returning, 64 connections: CPU a request',
    unit: 'x',
    values: ratio('track', 'expressSqs', 'returning', 'cpuMicrosPerRequest'),
  },
  {
    title: 'track vs express + SDK, returning, 1 connection: p50',
    unit: 'x',
    goal: { atMost: 0.15 },
    values: ratio('track', 'expressSqs', 'alone', 'p50Ms'),
  },
  {
    title: 'session middleware vs express-session, returning, 64 connections: requests a second',
    unit: 'x',
    goal: { atLeast: 5 },
    values: ratio('session', 'express', 'returning', 'requestsPerSecond'),
  },
  {
    title: 'session middleware vs express-session, returning, 64 connections: CPU a request',
    unit: 'x',
    values: ratio('session', 'express', 'returning', 'cpuMicrosPerRequest'),
  },
  {
    title: 'session middleware vs express-session, first visit, 64 connections: requests a second',
    unit: 'x',
    goal: { atLeast: 7 },
    values: ratio('session', 'express', 'first', 'requestsPerSecond'),
  },
  {
    title: 'session middleware vs express-session, first visit, 64 connections: CPU a request',
    unit: 'x',
    values: ratio('session', 'express', 'first', 'cpuMicrosPerRequest'),
  },
  {
    title: 'session middleware, share of the raw server, returning, 64 connections: requests a second',
    unit: 'x',
    goal: { atLeast: 0.45 },
    values: ratio('session', 'raw', 'returning', 'requestsPerSecond'),
  },
  {
    title: 'track, share of the raw server, returning, 64 connections: requests a second',
    unit: 'x',
    goal: { atLeast: 0.22 },
    values: ratio('track', 'raw', 'returning', 'requestsPerSecond'),
  },
  {
    title: 'Redis commands of a tracked first request',
    unit: '',
    goal: { atMost: 1 },
    values: tripsOf('first'),
  },
  {
    title: 'Redis commands of a tracked returning request',
    unit: '',
    goal: { atMost: 1 },
    values: tripsOf('returning'),
  },
  { title: 'bare handler: p50', unit: 'ms', values: ofHits(({ bareMs }) => bareMs) },
  { title: 'hit in Redis: p50', unit: 'ms', values: ofHits(({ redisMs }) => redisMs) },
  {
    title: 'hit in Redis, multiple of the bare handler',
    unit: 'x',
    values: ofHits(({ redisMs, bareMs }) => redisMs / bareMs),
  },
  { title: 'hit in MongoDB: p50', unit: 'ms', values: ofHits(({ recordMs }) => recordMs) },
  {
    title: 'hit in MongoDB, multiple of the bare handler',
    unit: 'x',
    values: ofHits(({ recordMs, bareMs }) => recordMs / bareMs),
  },
  {
    title: '`/track`, entry chunks',
    unit: 'KiB',
    goal: { atMost: 260 },
    values: ({ coldStart }) => (coldStart ? [coldStart.entryBytes.track / KIB] : []),
  },
  {
    title: 'middy + ioredis + client-sqs, entry chunks',
    unit: 'KiB',
    values: ({ coldStart }) => (coldStart ? [coldStart.entryBytes.peer / KIB] : []),
  },
  {
    title: '`/track` vs middy + ioredis + client-sqs, import and first invoke',
    unit: 'x',
    goal: { atMost: 0.5 },
    values: ({ coldStart }) =>
      (coldStart?.runs ?? []).map(
        ({ track, peer }) => (track.importMs + track.invokeMs) / (peer.importMs + peer.invokeMs),
      ),
  },
  {
    title: 'writer vs the same three commands with nothing computed: throughput',
    unit: 'x',
    goal: { atLeast: 0.9 },
    values: ({ writer }) => (writer?.rounds ?? []).map(({ writerMs, rawMs }) => rawMs / writerMs),
  },
  {
    title: 'writer vs an awaited insert and update per event: throughput',
    unit: 'x',
    goal: { atLeast: 4 },
    values: ({ writer }) => (writer?.rounds ?? []).map(({ writerMs, eachMs }) => eachMs / writerMs),
  },
  {
    title: "writer's commands a batch, at most",
    unit: '',
    goal: { atMost: 4 },
    values: ({ writer }) => (writer ? [writer.commandsPerBatch] : []),
  },
  ...METRICS_FIGURES,
];

/** Whether a value comes to its goal. */
export const meets = (goal: Goal, value: number): boolean =>
  'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
