import { join } from 'node:path';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { readPrivateFile, writePrivateFile } from '../../local/wiring/privateFile.ts';
import { RING_FILES } from '../../local/wiring/ringFiles.ts';
import { Complaint } from '../aggregate/Complaint.ts';

/** Where a ring is kept. */
export interface RingShelf {
  /** What a person calls it. */
  readonly name: string;
  /** @throws Complaint where it is not there */
  read(): Promise<string>;
  write(text: string): Promise<void>;
  /** What must happen until a change is known. */
  readonly afterwards: string;
}

export const secretRing = (client: SecretsManagerClient, secretId: string): RingShelf => ({
  name: secretId,
  read: async () => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      return SecretString ?? '';
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new Complaint(`There is no secret ${secretId} in this account and region.`, { cause: error });
    }
  },
  write: async (text) => {
    await client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: text }));
  },
  afterwards:
    'Functions read it when they start: start them anew (docs/operations.md, "Keys and secrets") before the next step.',
});

export const fileRing = (dataDir: string, ring: keyof typeof RING_FILES): RingShelf => {
  const path = join(dataDir, RING_FILES[ring]);
  return {
    name: path,
    read: async () => {
      const text = await readPrivateFile(path);
      if (text !== undefined) return text;
      throw new Complaint(`There is no ${path}: npm start makes it, or takes the keys from the environment.`);
    },
    write: (text) => writePrivateFile(path, `${text}\n`),
    afterwards: 'npm start reads it when it starts: restart it.',
  };
};
