import { connectDynamo } from '../adapters/dynamodb/connectDynamo.ts';
import { dynamoSalts } from '../adapters/dynamodb/dynamoSalts.ts';
import type { DailySalts } from '../ports/DailySalts.ts';

/** Daily salts in the metrics' table. A file of its own: the SDK is loaded where a site keeps no cookies, and nowhere else. */
export const openSalts = (tableName: string): DailySalts =>
  dynamoSalts({ client: connectDynamo(), tableName });
