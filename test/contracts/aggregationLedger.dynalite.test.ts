import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { aggregationLedgerContract } from './aggregationLedger.contract.ts';
import { dynaliteTable } from './dynamoTables.ts';

aggregationLedgerContract('dynalite', async () => {
  const table = await dynaliteTable();
  return { ledger: dynamoLedger(table), close: () => table.close() };
});
