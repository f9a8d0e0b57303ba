import { type Document, MongoClient } from 'mongodb';

/** The record as an operator would look at it: straight in MongoDB, past all of our own code. */
export const recordView = (url: string) => {
  const client = new MongoClient(url);
  const db = client.db('footfall');
  return {
    sessions: (filter: Document = {}): Promise<Document[]> =>
      db.collection('sessions').find(filter).sort({ startedAt: 1 }).toArray(),
    /** Events in the order they happened. */
    events: (filter: Document = {}): Promise<Document[]> =>
      db.collection('session_events').find(filter).sort({ occurredAt: 1, _id: 1 }).toArray(),
    /** Takes a session and its events out of the record. */
    forget: async (sessionId: string): Promise<void> => {
      await db.collection<{ _id: string }>('sessions').deleteOne({ _id: sessionId });
      await db.collection('session_events').deleteMany({ sessionId });
    },
    close: () => client.close(),
  };
};
export type RecordView = ReturnType<typeof recordView>;
