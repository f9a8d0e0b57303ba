import type { Amounts, Part } from '../options.ts';
import { rotated } from '../statistics.ts';
import { measureServer, type ServerMeasures } from './measureServer.ts';
import { repeatInvalid } from './repeatInvalid.ts';
import type { ServerName } from './servers.ts';
import type { Stage } from './stage.ts';

/** One round: each server once. */
export type HttpRound = { readonly [Name in ServerName]?: ServerMeasures };

const SERVERS_OF: { readonly [P in Part]?: readonly ServerName[] } = {
  track: ['raw', 'track', 'trackUncoalesced', 'expressSqs'],
  middleware: ['raw', 'bare', 'session', 'express'],
};

/** The servers side by side: in each round every one in a fresh process, beginning with another one each time. */
export const measureHttp = async (
  stage: Stage,
  {
    parts,
    amounts,
    log,
    onInvalid,
  }: {
    readonly parts: ReadonlySet<Part>;
    readonly amounts: Amounts;
    readonly log: (line: string) => void;
    readonly onInvalid: (reason: string) => void;
  },
): Promise<readonly HttpRound[]> => {
  const names = [...new Set([...parts].flatMap((part) => SERVERS_OF[part] ?? []))];
  const rounds: HttpRound[] = [];
  for (let round = 0; round < amounts.rounds; round++) {
    const measures: { [Name in ServerName]?: ServerMeasures } = {};
    for (const name of rotated(names, round)) {
      const measure = () => measureServer(stage, name, amounts);
      const one = await repeatInvalid(`round ${round + 1}, ${name}`, measure, onInvalid);
      measures[name] = one;
      const { requestsPerSecond, cpuMicrosPerRequest } = one.returning;
      log(
        `  round ${round + 1}  ${name.padEnd(16)} ${requestsPerSecond.toFixed(0).padStart(6)}/s  ${cpuMicrosPerRequest.toFixed(0).padStart(5)} us CPU`,
      );
    }
    rounds.push(measures);
  }
  return rounds;
};
