import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Reply } from './answerCalls.ts';

/** A process of its own that does what it is asked for. */
export interface Child<Ready> {
  /** What it said when it was ready, such as its port. */
  readonly ready: Ready;
  /** @throws an Error with the child's words where the task failed there, or where the child is gone */
  call<Output>(task: string, input?: unknown): Promise<Output>;
  stop(): Promise<void>;
}

/**
 * Starts a file of `bench/` as a process of its own, with `NODE_ENV=production`; resolves once it says that it is ready.
 * @param file relative to `bench/`
 * @throws an Error where it does not start, or ends before that
 */
export const startChild = async <Ready>(
  file: string,
  env: { readonly [name: string]: string } = {},
): Promise<Child<Ready>> => {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), {
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    serialization: 'advanced',
  });
  const waiting = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>();
  const started = Promise.withResolvers<Ready>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let calls = 0;

  child.on('message', (reply: Reply) => {
    if ('ready' in reply) return started.resolve(reply.ready as Ready);
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) call?.reject(new Error(`${file}: ${reply.error}`));
    else call?.resolve(reply.output as never);
  });
  const fail = (gone: Error): void => {
    started.reject(gone);
    for (const { reject } of waiting.values()) reject(gone);
  };
  child.once('exit', (code) => fail(new Error(`${file} ended with ${code}`)));
  child.once('error', (cause) => fail(new Error(`${file} did not start`, { cause })));

  return {
    ready: await started.promise,
    call: (task, input) =>
      new Promise((resolve, reject) => {
        const id = calls++;
        waiting.set(id, { resolve, reject });
        child.send({ id, task, input });
      }),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
};
