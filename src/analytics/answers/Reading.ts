import type { Site } from '../../domain/site.ts';
import type { Heads } from '../reading/createHeads.ts';
import type { Merged } from '../reading/createMerged.ts';
import type { Sections } from '../reading/createSections.ts';

/** What an answer is made from: one site, as it was at one moment. */
export interface Reading {
  readonly site: Site;
  readonly heads: Heads;
  readonly sections: Sections;
  readonly merged: Merged;
}
