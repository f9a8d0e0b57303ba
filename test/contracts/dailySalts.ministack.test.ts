import { dynamoSalts } from '../../src/adapters/dynamodb/dynamoSalts.ts';
import { describeWith } from '../servers/servers.ts';
import { dailySaltsContract } from './dailySalts.contract.ts';
import { ministackTable } from './dynamoTables.ts';

describeWith(['ministack'], 'on a server of the AWS APIs', () => {
  dailySaltsContract('MiniStack', async () => {
    const table = await ministackTable();
    return { salts: dynamoSalts(table), close: () => table.close() };
  });
});
