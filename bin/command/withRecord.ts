import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { Complaint } from '../aggregate/Complaint.ts';

/** Whether it answers is known sooner than a long command's end. */
const PING_TIMEOUT_MS = 10_000;

const told = ({ name, message, cause }: Error): string => {
  // The driver's own, of the connection string or of a server: its cause says the same again.
  if (name.startsWith('Mongo')) return `MONGODB_URI: ${message.replace(/\.$/, '')}.`;
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return `${message.replace(/\.$/, '')}${why}.`;
};

const isExpected = (error: unknown): error is Error =>
  error instanceof ConfigurationError ||
  error instanceof RecordUnavailable ||
  (error instanceof Error && error.name.startsWith('Mongo'));

const connected = async <T>(
  options: Parameters<typeof connectMongo>[0],
  work: (db: DriverDb) => Promise<T>,
): Promise<T> => {
  const { db, close } = await connectMongo(options);
  try {
    return await work(db);
  } finally {
    await close();
  }
};

/**
 * Does something with the record at `MONGODB_URI`.
 * @param commandTimeoutMs how long each of its commands may take
 * @throws Complaint for what the person at the terminal can do something about
 */
export const withRecord = async <T>(
  environment: Environment,
  { commandTimeoutMs }: { readonly commandTimeoutMs: number },
  work: (db: DriverDb) => Promise<T>,
): Promise<T> => {
  try {
    const uri = requiredVariable(environment, 'MONGODB_URI');
    await connected({ uri, maxPoolSize: 1, timeoutMs: PING_TIMEOUT_MS }, (db) => db.command({ ping: 1 }));
    return await connected({ uri, maxPoolSize: 1, timeoutMs: commandTimeoutMs }, work);
  } catch (error) {
    throw isExpected(error) ? new Complaint(told(error), { cause: error }) : error;
  }
};
