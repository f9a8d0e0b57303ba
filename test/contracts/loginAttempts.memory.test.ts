import { memoryLoginAttempts } from '../../src/adapters/memory/memoryLoginAttempts.ts';
import { loginAttemptsContract } from './loginAttempts.contract.ts';

loginAttemptsContract('memory', async () => ({
  attempts: memoryLoginAttempts(),
  close: async () => undefined,
}));
