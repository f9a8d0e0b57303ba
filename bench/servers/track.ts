import { lambdaDependencies } from './lambdaDependencies.ts';
import { serveTrack } from './serveTrack.ts';

/** `/track` as it is: its message is in the queue before the answer leaves. */
await serveTrack(await lambdaDependencies());
