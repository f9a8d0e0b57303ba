import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { aggregationLedgerContract } from './aggregationLedger.contract.ts';

aggregationLedgerContract('memory', async () => ({ ledger: memoryLedger(), close: async () => undefined }));
