import { dynamoLoginAttempts } from '../../src/adapters/dynamodb/dynamoLoginAttempts.ts';
import { describeWith } from '../servers/servers.ts';
import { ministackTable } from './dynamoTables.ts';
import { loginAttemptsContract } from './loginAttempts.contract.ts';

describeWith(['ministack'], 'on a server of the AWS APIs', () => {
  loginAttemptsContract('MiniStack', async () => {
    const table = await ministackTable();
    return { attempts: dynamoLoginAttempts(table), close: () => table.close() };
  });
});
