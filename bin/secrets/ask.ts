import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Complaint } from '../aggregate/Complaint.ts';

/** Takes what a terminal would show of the keys that are pressed. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Asks the person at the terminal for something that nobody else is to see: it is not shown while it is typed.
 * @throws Complaint where it is broken off
 */
export const askHidden = async (question: string): Promise<string> => {
  const { stdin, stderr } = process;
  stderr.write(`${question}: `);
  const lines = createInterface({ input: stdin, output: nowhere(), terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      // Ctrl-C, Ctrl-D, or the terminal is gone.
      lines.once('SIGINT', () => lines.close());
      lines.once('close', () => reject(new Complaint('Broken off; what was told until here is done.')));
    });
  } finally {
    lines.close();
    stderr.write('\n');
  }
};
