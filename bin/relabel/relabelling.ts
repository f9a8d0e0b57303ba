import type { RelabelledByHand } from '../../local/aggregation/relabelByHand.ts';
import { daysDone, type Task } from '../aggregate/throughServer.ts';

export const RELABELLING: Task<RelabelledByHand> = {
  path: '/api/local/relabel',
  title: 'Judging',
  told: ({ judged, relabelled, ...days }) =>
    `${daysDone(days, 'judged')}: ${relabelled} of ${judged} visits have another verdict now`,
};
