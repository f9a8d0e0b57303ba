import { dynamoLoginAttempts } from '../../src/adapters/dynamodb/dynamoLoginAttempts.ts';
import { dynaliteTable } from './dynamoTables.ts';
import { loginAttemptsContract } from './loginAttempts.contract.ts';

loginAttemptsContract('dynalite', async () => {
  const table = await dynaliteTable();
  return { attempts: dynamoLoginAttempts(table), close: () => table.close() };
});
