// @vitest-environment jsdom
import { act, type ReactNode, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AnswersContext } from '../../web/dashboard/data/AnswersContext.ts';
import { type Answers, createAnswers } from '../../web/dashboard/data/createAnswers.ts';
import { createStanding } from '../../web/dashboard/data/createStanding.ts';
import { ApiFault, type Fault } from '../../web/dashboard/data/Fault.ts';
import { useQuery } from '../../web/dashboard/data/useQuery.ts';

interface Asked {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly answer: (data: unknown) => Promise<void>;
  readonly fail: (fault: Fault) => Promise<void>;
}

let asked: Asked[];
let told: (Fault | undefined)[];
let nowMs: number;
let answers: Answers;

beforeEach(() => {
  asked = [];
  told = [];
  nowMs = 1_000_000;
  answers = createAnswers({
    now: () => nowMs,
    told: (fault) => told.push(fault),
    ask: (url, signal) =>
      new Promise((resolve, reject) => {
        const settle = async (run: () => void) => {
          run();
          await Promise.resolve();
          await Promise.resolve();
        };
        asked.push({
          url,
          signal,
          answer: (data) => settle(() => resolve(data)),
          fail: (fault) => settle(() => reject(new ApiFault(fault))),
        });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  });
});

const request = (index: number): Asked => {
  const found = asked[index];
  if (!found) throw new Error(`there was no request ${index}`);
  return found;
};

describe('answers of the API', () => {
  test('are asked for once, however many look', async () => {
    const changed = vi.fn();
    answers.watch('/a', changed);
    answers.watch('/a', changed);
    await request(0).answer({ visits: 3 });
    expect(asked).toHaveLength(1);
    expect(answers.read('/a')).toEqual({ data: { visits: 3 }, at: nowMs, loading: false });
    expect(changed).toHaveBeenCalled();
  });

  test('are shown at once when they are looked at again, and asked for again where they are not fresh', async () => {
    const leave = answers.watch('/a', () => {});
    await request(0).answer(1);
    leave();
    nowMs += 29_000;
    answers.watch('/a', () => {})();
    expect(asked).toHaveLength(1);
    nowMs += 2_000;
    answers.watch('/a', () => {});
    expect(answers.read('/a')).toMatchObject({ data: 1, loading: true });
    await request(1).answer(2);
    expect(answers.read('/a').data).toBe(2);
  });

  test('are aborted where nobody waits for them any more, which is no fault', async () => {
    answers.watch('/a', () => {})();
    expect(request(0).signal.aborted).toBe(true);
    await Promise.resolve();
    expect(answers.read('/a')).toEqual({ loading: false });
    expect(told).toEqual([]);
  });

  test('stay when a later try brings nothing, and are tried again when they are to be', async () => {
    answers.watch('/a', () => {});
    await request(0).answer(1);
    answers.refresh('/a');
    await request(1).fail({ kind: 'failed', status: 503 });
    expect(answers.read('/a')).toMatchObject({ data: 1, fault: { kind: 'failed', status: 503 } });
    answers.retryFaults();
    await request(2).answer(3);
    expect(answers.read('/a')).toEqual({ data: 3, at: nowMs, loading: false });
    expect(told).toEqual([undefined, { kind: 'failed', status: 503 }, undefined]);
  });

  test('are forgotten when somebody else may have logged in', async () => {
    answers.watch('/a', () => {})();
    const leave = answers.watch('/b', () => {});
    await request(1).answer('theirs');
    leave();
    answers.clear();
    expect(answers.read('/b')).toEqual({ loading: false });
  });
});

describe('the standing with the server', () => {
  const stand = (signedIn: boolean) => {
    const memory = { read: () => signedIn, write: vi.fn() };
    return { memory, standing: createStanding(memory) };
  };

  test('who never logged in here is not asked about', () => {
    const { standing, memory } = stand(false);
    expect(standing.read().session).toBe('none');
    standing.loggedIn();
    expect(standing.read().session).toBe('open');
    expect(memory.write).toHaveBeenLastCalledWith(true);
  });

  test('a session that the server does not know has ended, until the next login', () => {
    const { standing, memory } = stand(true);
    standing.told({ kind: 'unauthorized' });
    standing.told(undefined);
    expect(standing.read().session).toBe('ended');
    expect(memory.write).toHaveBeenLastCalledWith(false);
    standing.loggedOut();
    expect(standing.read().session).toBe('none');
  });

  test('a server that cannot be reached is reachable again with its first answer', () => {
    const { standing } = stand(true);
    standing.told({ kind: 'unreachable' });
    expect(standing.read().unreachable).toBe(true);
    standing.told({ kind: 'failed', status: 500 });
    expect(standing.read().unreachable).toBe(false);
  });
});

describe('a part of the page', () => {
  let root: Root;
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    root = createRoot(document.body.appendChild(document.createElement('div')));
  });
  afterEach(async () => {
    await act(async () => root.unmount());
    document.body.replaceChildren();
    vi.unstubAllGlobals();
  });

  const Shown = ({ url }: { url: string }): ReactNode => {
    const { data, outdated, fault } = useQuery<string>(url);
    return `${data ?? fault?.kind ?? 'waits'}${outdated ? ', outdated' : ''}`;
  };
  const show = (url: string) =>
    act(async () =>
      root.render(
        <StrictMode>
          <AnswersContext value={answers}>
            <Shown url={url} />
          </AnswersContext>
        </StrictMode>,
      ),
    );
  const last = () => request(asked.length - 1);

  test('keeps the answer before in sight while the next is awaited, and not when that fails', async () => {
    await show('/a');
    expect(document.body.textContent).toBe('waits');
    await act(() => last().answer('a'));
    expect(document.body.textContent).toBe('a');
    await show('/b');
    expect(document.body.textContent).toBe('a, outdated');
    await act(() => last().fail({ kind: 'failed', status: 500 }));
    expect(document.body.textContent).toBe('failed');
    await show('/a');
    expect(document.body.textContent).toBe('a');
  });
});
