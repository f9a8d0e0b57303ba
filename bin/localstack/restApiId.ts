import { Complaint } from '../aggregate/Complaint.ts';

/** What `cdk deploy --outputs-file` writes: each stack's outputs by name. */
type StackOutputs = { readonly [stack: string]: { readonly [output: string]: string } };

/**
 * The id of the REST API that was deployed: the first label of its own host.
 * @throws Complaint where no stack says the API's address
 */
export const restApiId = (outputs: StackOutputs): string => {
  const url = Object.values(outputs).find(({ ApiUrl }) => ApiUrl !== undefined)?.ApiUrl;
  const id = /^https?:\/\/([a-z0-9]+)\.execute-api\./.exec(url ?? '')?.[1];
  if (id !== undefined) return id;
  throw new Complaint(`The stacks do not say the address of a REST API: ApiUrl is ${url ?? 'absent'}.`);
};

/** The stage of a REST API, below the emulator's own address: what LocalStack and MiniStack share. */
export const stageAddress = (endpoint: string, apiId: string): string =>
  `${endpoint}/_aws/execute-api/${apiId}/prod`;
