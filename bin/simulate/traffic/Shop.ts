import type { Catalogue } from './catalogue.ts';

/** The shop as its visitors' browsers reach it. */
export interface Shop {
  /** The site's id. */
  readonly site: string;
  /** `https://shop.example` */
  readonly origin: string;
  readonly catalogue: Catalogue;
}
