import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { EXPIRES_AT } from '../../src/adapters/dynamodb/attributes.ts';

/** The metrics' and the ledger's table, with the keys that `src/adapters/dynamodb/createTable.ts` makes where no stack is. */
export const createTable = (scope: Construct, { keepData }: { readonly keepData: boolean }): Table => {
  const table = new Table(scope, 'Metrics', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: EXPIRES_AT,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    // With a key of DynamoDB's own, which costs nothing a request.
    encryption: TableEncryption.DEFAULT,
    deletionProtection: keepData,
    // Not `RETAIN_ON_UPDATE_OR_DELETE`: being protected, it could not be deleted by the rollback of a first deployment that fails.
    removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  new CfnOutput(scope, 'TableName', { value: table.tableName });
  return table;
};
