import { hash } from 'node:crypto';

/** 132 bits: no two ids of one document meet. */
const HASH_LENGTH = 22;

/** An id from outside as a field's name: it may hold dots and be long. */
export const hashedField = (id: string): string => hash('sha256', id, 'base64url').slice(0, HASH_LENGTH);
