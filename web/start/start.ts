/** The page of live sessions of `npm start`: a shop to click through, and beside it what arrives in the record. */
import { startDemoShop } from './demoShop.ts';
import { startLiveRecord } from './liveRecord.ts';
import { showSnippets } from './snippets.ts';

startDemoShop();
startLiveRecord();
showSnippets();
