import { answerCalls } from '../processes/answerCalls.ts';

/** What a server process of the benchmark says when it listens. */
export interface ServerReady {
  readonly port: number;
}

/** Answers the benchmark's own questions, apart from HTTP: how much CPU this process has used, and what went wrong in it since the last time it was asked. */
export const serve = (port: number, takeFaults: () => readonly string[] = () => []): void => {
  const cpuMicros = (): number => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  answerCalls({ cpuMicros, takeFaults }, { port } satisfies ServerReady);
};
