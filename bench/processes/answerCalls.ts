/** What a child process does when its parent asks for it. */
export type Tasks = { readonly [task: string]: (input: never) => unknown };

export interface Call {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
}

export type Reply =
  | { readonly ready: unknown }
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly error: string };

/** In a child process: says that it is ready, and does what the parent asks for until the parent is gone. */
export const answerCalls = (tasks: Tasks, ready: unknown): void => {
  const reply = (message: Reply): void => void process.send?.(message);
  process.on('message', async ({ id, task, input }: Call) => {
    try {
      reply({ id, output: await tasks[task]?.(input as never) });
    } catch (error) {
      reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit());
  reply({ ready });
};
