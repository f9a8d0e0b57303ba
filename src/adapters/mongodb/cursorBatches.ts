import type { Document, DriverCursor } from './driverPart.ts';
import type { RecordAnswers } from './recordAnswers.ts';

/** What a cursor finds, in batches as the store gives them: it looks for the next one while this one is worked on. @throws as `answer` */
export const cursorBatches = async function* (
  answer: RecordAnswers['answer'],
  what: string,
  cursor: DriverCursor,
): AsyncGenerator<Document[]> {
  try {
    let more = await answer(what, () => cursor.hasNext());
    while (more) {
      const documents = cursor.readBufferedDocuments();
      const next = cursor.hasNext();
      next.catch(() => undefined);
      yield documents;
      more = await answer(what, () => next);
    }
  } finally {
    // Not waited for, it may be the outage itself; a cursor that nobody closes ends by itself.
    cursor.close().catch(() => undefined);
  }
};
