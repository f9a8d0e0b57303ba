import { randomBytes } from 'node:crypto';
import { staffToken } from '../../functions/analytics/staffToken.ts';
import { GIVEN_SECRET_NAMES } from '../../lib/config/givenSecretNames.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { hashPassword } from '../../src/passwords/passwordHash.ts';
import { Complaint } from '../aggregate/Complaint.ts';

/** NIST SP 800-63B, section 3.1.1.2: what a password must have at least. */
const MIN_PASSWORD_LENGTH = 8;
const TOKEN_BYTES = 32;

/** A secret that a person gives; the others the deployment makes itself. */
export interface GivenSecret {
  /** After the prefix. */
  readonly name: string;
  readonly description: string;
  /** The environment's variable that it may come from. */
  readonly variable: string;
  /** What a person is asked; of one without it, the machine makes one. */
  readonly question?: string;
  /** Whether it has to be typed twice: nobody can look it up. */
  readonly twice?: true;
  /** What is stored of it. @throws Complaint where it cannot be right */
  readonly stored: (given: string) => Promise<string>;
  /** Made where nobody gives one. */
  readonly make?: () => string;
}

const checkedUri = (uri: string): string => {
  if (/^mongodb(\+srv)?:\/\/[^\s]+$/.test(uri)) return uri;
  throw new Complaint(
    'MONGODB_URI must be a connection string: "mongodb+srv://user:password@host/footfall".',
  );
};

const checkedPassword = (password: string): string => {
  if (password.length >= MIN_PASSWORD_LENGTH) return password;
  throw new Complaint(`ADMIN_PASSWORD must have at least ${MIN_PASSWORD_LENGTH} characters.`);
};

const checkedToken = (token: string): string => {
  try {
    return staffToken(token);
  } catch (error) {
    throw error instanceof ConfigurationError ? new Complaint(error.message, { cause: error }) : error;
  }
};

/** By the names that the CDK app looks for. */
export const GIVEN_SECRETS: readonly GivenSecret[] = [
  {
    name: GIVEN_SECRET_NAMES.mongodbUri,
    description: "Footfall's record: the connection string of MongoDB",
    variable: 'MONGODB_URI',
    question: 'Connection string of MongoDB (MONGODB_URI)',
    stored: async (uri) => checkedUri(uri),
  },
  {
    name: GIVEN_SECRET_NAMES.adminPasswordHash,
    description: "Footfall's dashboard: the scrypt hash of the staff's password",
    variable: 'ADMIN_PASSWORD',
    question: "Password of the dashboard's staff (ADMIN_PASSWORD)",
    twice: true,
    stored: (password) => hashPassword(checkedPassword(password)),
  },
  {
    name: GIVEN_SECRET_NAMES.adminToken,
    description: "Footfall's interface: what programs of the staff's send as a bearer token",
    variable: 'ADMIN_TOKEN',
    make: () => randomBytes(TOKEN_BYTES).toString('base64url'),
    stored: async (token) => checkedToken(token),
  },
];
