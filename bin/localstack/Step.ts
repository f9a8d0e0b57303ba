import type { Environment } from '../../src/config/environment.ts';

/** One program of a deployment. */
export interface Step {
  /** For the person who watches. */
  readonly title: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Set for this program besides what all of them get. */
  readonly environment?: Environment;
}
