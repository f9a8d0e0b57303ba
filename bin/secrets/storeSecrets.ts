import type { Environment } from '../../src/config/environment.ts';
import { Complaint } from '../aggregate/Complaint.ts';
import type { GivenSecret } from './givenSecrets.ts';
import type { SecretShelf } from './secretShelf.ts';

export interface StoreSecrets {
  readonly secrets: readonly GivenSecret[];
  readonly prefix: string;
  /** Whether those that are there get new values. */
  readonly replace: boolean;
  readonly shelf: SecretShelf;
  readonly environment: Environment;
  /** Asks a person; absent where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly tell: (line: string) => void;
}

/** A secret's value, and whether nobody knows it but us. */
const givenOrMade = async (
  { variable, question, twice, make }: GivenSecret,
  { environment, ask }: Pick<StoreSecrets, 'environment' | 'ask'>,
): Promise<{ readonly value: string; readonly made: boolean }> => {
  const given = environment[variable];
  if (given) return { value: given, made: false };
  if (make !== undefined) return { value: make(), made: true };
  if (ask === undefined || question === undefined) {
    throw new Complaint(`${variable} is not set, and there is no terminal to ask at.`);
  }
  const value = await ask(question);
  if (twice && (await ask('The same again')) !== value) {
    throw new Complaint('The two are not the same: nothing was stored of it.');
  }
  return { value, made: false };
};

/**
 * Makes the secrets that a person gives; one that is there stays as it is, unless it is to be replaced.
 * @returns how many were renewed
 * @throws Complaint; the SDK's errors. What was told until then is done
 */
export const storeSecrets = async ({
  secrets,
  prefix,
  replace,
  shelf,
  tell,
  ...from
}: StoreSecrets): Promise<number> => {
  let renewed = 0;
  for (const secret of secrets) {
    const name = `${prefix}/${secret.name}`;
    const isThere = await shelf.has(name);
    if (isThere && !replace) {
      tell(`${name}: is there, and stays as it is (--replace renews it).`);
      continue;
    }
    const { value, made } = await givenOrMade(secret, from);
    const text = await secret.stored(value);
    if (isThere) await shelf.renew(name, text);
    else await shelf.make(name, secret.description, text);
    if (isThere) renewed += 1;
    tell(`${name}: ${isThere ? 'renewed' : 'made'}.${made ? ` Shown this once: ${value}` : ''}`);
  }
  return renewed;
};
