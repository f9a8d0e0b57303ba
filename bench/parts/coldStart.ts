import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { buildFunction, entryChunks, LAMBDA_BUNDLE } from '../../bin/build/buildFunctions.ts';
import { eventV2 } from '../../test/support/apiGatewayEvents.ts';
import type { Invoked, InvokeJob } from '../coldstart/invoke.ts';
import type { Amounts } from '../options.ts';
import { startChild } from '../processes/startChild.ts';
import { SITES_JSON } from '../traffic/site.ts';
import { BROWSER_HEADERS, pageViewPost } from '../traffic/trackRequest.ts';
import { InvalidMeasurement } from './InvalidMeasurement.ts';
import type { Stage } from './stage.ts';

/** Both bundles once, each in a fresh process; milliseconds without the process's own start. */
export interface ColdStartRun {
  readonly track: Invoked;
  readonly peer: Invoked;
}

export interface ColdStartResults {
  readonly runs: readonly ColdStartRun[];
  /** What each loads before its first request, in bytes. */
  readonly entryBytes: { readonly track: number; readonly peer: number };
}

const bytesOf = (metafile: Metafile): number =>
  entryChunks(metafile).reduce((sum, { bytes }) => sum + bytes, 0);

/** By the build script of the functions, with the shop's sites in it, as a deployment is built. */
const buildTrack = async (outdir: string): Promise<Bundle> => ({
  bundle: join(outdir, 'track', 'handler.mjs'),
  bytes: bytesOf(await buildFunction('track', outdir, SITES_JSON)),
});

/** By esbuild with the same options, and without what our build script does besides: as its developer would build it. */
const buildPeer = async (outdir: string): Promise<Bundle> => {
  const { metafile } = await build({
    ...LAMBDA_BUNDLE,
    entryPoints: { handler: 'bench/coldstart/peer/handler.ts' },
    outdir: join(outdir, 'peer'),
  });
  return { bundle: join(outdir, 'peer', 'handler.mjs'), bytes: bytesOf(metafile) };
};

interface Bundle {
  readonly bundle: string;
  readonly bytes: number;
}

const invoked = async (stage: Stage, bundle: string): Promise<Invoked> => {
  const child = await startChild<undefined>('coldstart/invoke.ts', { ...stage.env, SITES: '' });
  try {
    const event = eventV2({ headers: BROWSER_HEADERS, body: pageViewPost(Date.now()) });
    const takenBefore = await stage.taken();
    const result = await child.call<Invoked>('invoke', { bundle, event } satisfies InvokeJob);
    const taken = (await stage.taken()) - takenBefore;
    if (result.status !== 200 || taken !== 1) {
      throw new InvalidMeasurement(`a first invocation: status ${result.status}, ${taken} messages`);
    }
    return result;
  } finally {
    await child.stop();
  }
};

/** Import and first invocation of the bundle of `/track`, and of one of middy, ioredis and client-sqs. */
export const measureColdStart = async (stage: Stage, { coldStarts }: Amounts): Promise<ColdStartResults> => {
  const folder = await mkdtemp(join(tmpdir(), 'footfall-bench-'));
  const outdir = join(folder, 'functions');
  try {
    const track = await buildTrack(outdir);
    const peer = await buildPeer(outdir);
    const runs: ColdStartRun[] = [];
    for (let run = 0; run < coldStarts; run++) {
      if (run % 2 === 0) {
        const first = await invoked(stage, track.bundle);
        runs.push({ track: first, peer: await invoked(stage, peer.bundle) });
      } else {
        const first = await invoked(stage, peer.bundle);
        runs.push({ peer: first, track: await invoked(stage, track.bundle) });
      }
    }
    return { runs, entryBytes: { track: track.bytes, peer: peer.bytes } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
