import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EJSON } from 'bson';
import type { Document } from '../../src/adapters/mongodb/driverPart.ts';
import { itemOfJson } from './jsonItem.ts';

/** A browser of the recorded visits: Anna left, Ben, Dora (a customer) and Eve (with a cart) are still there. */
export interface RecordedVisitor {
  readonly of: string;
  readonly cookies: { readonly [name: string]: string };
  readonly nonce?: string;
  /** Of the staff. */
  readonly passwordHash?: string;
  /** As they were set, where that is what it is about. */
  readonly setCookies?: readonly string[];
}

/** A key of Redis: a hash, or the scores of a sorted set. */
export interface RecordedKey {
  readonly key: string;
  readonly hash?: { readonly [field: string]: string };
  readonly scores?: { readonly [member: string]: string };
}

/** What a release left behind (`record.ts`); what it did not have yet is empty. */
export interface Recording {
  /** Its commit's date and time. */
  readonly release: string;
  /** As they went to the queue. */
  readonly messages: readonly string[];
  readonly trackerBodies: readonly string[];
  readonly visitors: readonly RecordedVisitor[];
  readonly hotSessions: readonly RecordedKey[];
  readonly documents: readonly { readonly collection: string; readonly document: Document }[];
  readonly items: readonly Record<string, AttributeValue>[];
  /** What its API answered to the staff. */
  readonly answers: readonly { readonly question: string; readonly answer: unknown }[];
  /** The files of a laptop's data folder, and the cookies of its visitor. */
  readonly laptop: {
    readonly cookies: RecordedVisitor['cookies'];
    readonly files: readonly { readonly file: string; readonly bytes: Buffer }[];
  };
  /** What this release's writer refused of the release after it: a rollback's. */
  readonly deadLetters: readonly { readonly body: string; readonly reason: string }[];
}

const FOLDER = join(import.meta.dirname, 'recorded');

const recordingOf = (release: string): Recording => {
  const lines = (file: string): string[] => {
    const path = join(FOLDER, release, file);
    return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  };
  const parsed = <T>(file: string): T[] => lines(file).map((line) => JSON.parse(line) as T);
  const [laptop, ...files] = parsed<RecordedVisitor & { readonly file: string; readonly gzipped: string }>(
    'laptop.jsonl',
  );
  return {
    release,
    messages: lines('messages.jsonl'),
    trackerBodies: lines('trackerBodies.jsonl'),
    visitors: parsed('cookies.jsonl'),
    hotSessions: parsed('hotSessions.jsonl'),
    documents: lines('documents.jsonl').map((line) => EJSON.parse(line)),
    items: lines('items.jsonl').map(itemOfJson),
    answers: parsed('answers.jsonl'),
    laptop: {
      cookies: laptop?.cookies ?? {},
      files: files.map(({ file, gzipped }) => ({ file, bytes: gunzipSync(Buffer.from(gzipped, 'base64')) })),
    },
    deadLetters: parsed('deadLetters.jsonl'),
  };
};

/** All that were recorded, the oldest first. */
export const recordings: readonly Recording[] = readdirSync(FOLDER).toSorted().map(recordingOf);

/** @throws Error where the release had no such visitor */
export const visitorOf = ({ visitors, release }: Recording, of: string): RecordedVisitor => {
  const found = visitors.find((visitor) => visitor.of === of);
  if (found === undefined) throw new Error(`${release} knows no ${of}`);
  return found;
};

/** Of the releases that knew one: customers, staff. */
export const recordingsWith = (of: string): readonly Recording[] =>
  recordings.filter(({ visitors }) => visitors.some((visitor) => visitor.of === of));

/** What a recorded cookie says; who signed it is not asked. */
export const payloadOf = (cookie: string | undefined): { readonly [field: string]: unknown } =>
  JSON.parse(Buffer.from(cookie?.split('.')[0] ?? '', 'base64url').toString('utf8'));

/** The documents of one collection. */
export const documentsIn = (recording: Recording, collection: string): Document[] =>
  recording.documents.filter((one) => one.collection === collection).map(({ document }) => document);
