/** Where the emulator and its servers are. */
export interface LocalStackPlaces {
  /** The AWS APIs, from this machine. */
  readonly endpoint: string;
  /** Redis, as the functions reach it. */
  readonly redisUrl: string;
  /** The record, as the functions reach it. */
  readonly mongodbUri: string;
  /** The record, as this machine reaches it: for its indexes and products. */
  readonly mongodbUriHere: string;
}
