import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { describeWith } from '../servers/servers.ts';
import { aggregationLedgerContract } from './aggregationLedger.contract.ts';
import { ministackTable } from './dynamoTables.ts';

describeWith(['ministack'], 'on a server of the AWS APIs', () => {
  aggregationLedgerContract('MiniStack', async () => {
    const table = await ministackTable();
    return { ledger: dynamoLedger(table), close: () => table.close() };
  });
});
