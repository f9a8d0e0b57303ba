import { answerCalls } from '../processes/answerCalls.ts';

export interface InvokeJob {
  /** The bundle's `handler.mjs`. */
  readonly bundle: string;
  readonly event: unknown;
}

export interface Invoked {
  readonly importMs: number;
  readonly invokeMs: number;
  readonly status: number;
}

/** A fresh process, as a new Lambda container is one: loads a bundle and calls its handler once. */
answerCalls(
  {
    invoke: async ({ bundle, event }: InvokeJob): Promise<Invoked> => {
      const startedAt = performance.now();
      const { handler } = await import(bundle);
      const importedAt = performance.now();
      const { statusCode } = await handler(event, { awsRequestId: 'bench' });
      const endedAt = performance.now();
      return { importMs: importedAt - startedAt, invokeMs: endedAt - importedAt, status: statusCode };
    },
  },
  undefined,
);
