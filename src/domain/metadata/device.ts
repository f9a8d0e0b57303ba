/** `unknown` where the user agent says nothing that we know. */
export type DeviceType = 'desktop' | 'mobile' | 'tablet' | 'tv' | 'console' | 'wearable' | 'unknown';

export interface Device {
  readonly type: DeviceType;
  /** Name of the browser, without version. */
  readonly browser?: string;
  /** Name of the operating system, without version. */
  readonly os?: string;
}
