import { cpus, loadavg } from 'node:os';

/** What a run was measured on: figures of different machines, or of a busy one, compare badly. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** Of the last minute, before the benchmark added its own. */
  readonly load: number;
}

/** In the line that each report begins with. */
export const told = ({ cpu, cores, node, load }: Machine): string =>
  `${cpu}, ${cores} cores, Node ${node}, load ${load}`;

export const thisMachine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.versions.node,
  load: Number((loadavg()[0] ?? 0).toFixed(2)),
});
