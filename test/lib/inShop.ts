import { App, type AppProps, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Footfall, type FootfallProps } from '../../lib/index.ts';
import { partOf, SHOP, type SynthesisedPart } from './deployment.ts';

const PROPS: FootfallProps = {
  sites: [SHOP],
  mongodbUriSecret: 'shop/mongodb',
  adminPasswordHashSecret: 'shop/password',
  adminTokenSecret: 'shop/token',
};

/** The construct in a stack of a shop's own, and Lambdas beside it. */
export const inShop = (
  props: Partial<FootfallProps> = {},
  { app: appProps, ...stackProps }: StackProps & { readonly app?: AppProps } = {},
) => {
  const app = new App(appProps);
  const stack = new Stack(app, 'Shop', stackProps);
  const footfall = new Footfall(stack, 'Analytics', { ...PROPS, ...props });
  const lambda = (id: string, more: Partial<FunctionProps> = {}, scope = stack) =>
    new LambdaFunction(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {}'),
      ...more,
    });
  return {
    app,
    stack,
    footfall,
    lambda,
    synth: (): SynthesisedPart => partOf(Template.fromStack(stack)),
  };
};

/** The variables of a Lambda of the shop's own. */
export const variablesOf = (part: SynthesisedPart, id: string) =>
  part.resources('AWS::Lambda::Function').find((resource) => resource.id.startsWith(id))?.Properties
    .Environment.Variables;
