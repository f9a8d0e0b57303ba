import { lambdaDependencies } from './lambdaDependencies.ts';
import { serveTrack } from './serveTrack.ts';

/** The session middleware without the queue: the message is made and goes nowhere. */
await serveTrack({ ...(await lambdaDependencies()), deliver: async () => undefined });
