import { memorySalts } from '../../src/adapters/memory/memorySalts.ts';
import { dailySaltsContract } from './dailySalts.contract.ts';

dailySaltsContract('memory', async () => ({ salts: memorySalts(), close: async () => undefined }));
