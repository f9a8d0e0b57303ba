import { Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A function's name has 64 ("CloudFront quotas"), of which a region takes 15, and what it is for 15. */
const MAX_PLACE_CHARACTERS = 32;

/**
 * A name of something of CloudFront's, whose names are an account's, whatever the region: of this stack, this construct and this region,
 * so that an account can have several.
 * @param what it is for, in up to 15 letters
 */
export const edgeName = (scope: Construct, what: string): string => {
  const place = Names.uniqueResourceName(scope, {
    maxLength: MAX_PLACE_CHARACTERS,
    allowedSpecialCharacters: '-',
  });
  return `${place}-${what}-${Stack.of(scope).region}`;
};
