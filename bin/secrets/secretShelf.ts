import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Complaint } from '../aggregate/Complaint.ts';

/** The secrets of an account and region, as far as the command needs them. */
export interface SecretShelf {
  /** @throws Complaint where it is there, but about to be deleted */
  has(name: string): Promise<boolean>;
  make(name: string, description: string, text: string): Promise<void>;
  renew(name: string, text: string): Promise<void>;
}

export const secretShelf = (client: SecretsManagerClient): SecretShelf => ({
  has: async (name) => {
    try {
      const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId: name }));
      if (DeletedDate === undefined) return true;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    }
    throw new Complaint(
      `${name} is being deleted: restore it ("aws secretsmanager restore-secret --secret-id ${name}"), or take another --prefix.`,
    );
  },
  make: async (Name, Description, SecretString) => {
    await client.send(new CreateSecretCommand({ Name, Description, SecretString }));
  },
  renew: async (SecretId, SecretString) => {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  },
});
