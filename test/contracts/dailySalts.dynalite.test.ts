import { dynamoSalts } from '../../src/adapters/dynamodb/dynamoSalts.ts';
import { dailySaltsContract } from './dailySalts.contract.ts';
import { dynaliteTable } from './dynamoTables.ts';

dailySaltsContract('dynalite', async () => {
  const table = await dynaliteTable();
  return { salts: dynamoSalts(table), close: () => table.close() };
});
