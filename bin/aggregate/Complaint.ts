/** What went wrong, in one sentence for the person at the terminal: not a fault of the program's. */
export class Complaint extends Error {
  override readonly name: string = 'Complaint';
}

/** Runs a command; a complaint is one line and ends it with 1, a bug is told in full. */
export const runCommand = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (error) {
    const text = error instanceof Complaint ? error.message : error instanceof Error ? error.stack : error;
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  }
};
