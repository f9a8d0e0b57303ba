import { MongoClient } from 'mongodb';

/** How what was accepted stands in the record. */
export interface StoredOnce {
  readonly stored: number;
  readonly lost: number;
  /** Stored more than once, or counted by a session otherwise than it is stored. */
  readonly double: number;
}

/** Looks straight in MongoDB, past all of our own code. @param accepted ids of page views that were answered with 200 */
export const storedOnce = async (url: string, accepted: readonly string[]): Promise<StoredOnce> => {
  const client = new MongoClient(url);
  try {
    const db = client.db('footfall');
    const times = new Map<string, number>();
    const ofSession = new Map<string, number>();
    const views = db
      .collection('session_events')
      .find({ type: 'page_view' }, { projection: { sessionId: 1 } });
    for await (const { _id, sessionId } of views) {
      const own = String(_id).slice(String(_id).lastIndexOf(':') + 1);
      times.set(own, (times.get(own) ?? 0) + 1);
      ofSession.set(sessionId, (ofSession.get(sessionId) ?? 0) + 1);
    }
    let miscounted = 0;
    const sessions = db.collection<{ _id: string; pageViews: number }>('sessions');
    for await (const { _id, pageViews } of sessions.find({}, { projection: { pageViews: 1 } })) {
      miscounted += Math.abs(pageViews - (ofSession.get(_id) ?? 0));
      ofSession.delete(_id);
    }
    // of no session at all
    for (const views of ofSession.values()) miscounted += views;
    const stored = [...times.values()].reduce((sum, count) => sum + count, 0);
    return {
      stored,
      lost: accepted.filter((id) => !times.has(id)).length,
      double: stored - times.size + miscounted,
    };
  } finally {
    await client.close();
  }
};
