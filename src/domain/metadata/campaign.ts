export interface UtmParameters {
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly term?: string;
  readonly content?: string;
}

/** Click ids of advertisers, by parameter name (`gclid`, `fbclid`, …). */
export type ClickIds = { readonly [parameter: string]: string };
