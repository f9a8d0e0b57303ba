/** Parts of an answer that is written while it is sent. */
export interface PushedParts {
  push(part: string): void;
  end(): void;
  readonly parts: AsyncIterable<string>;
}

/** A pipe of texts from whoever makes them to one who sends them. */
export const createPushedParts = (): PushedParts => {
  const waiting: string[] = [];
  let ended = false;
  let wake: () => void = () => undefined;

  async function* parts(): AsyncGenerator<string> {
    for (;;) {
      const part = waiting.shift();
      if (part !== undefined) yield part;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    push: (part) => {
      waiting.push(part);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    parts: parts(),
  };
};
