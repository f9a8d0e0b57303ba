declare global {
  interface Navigator {
    readonly globalPrivacyControl?: boolean;
  }
}

export interface PrivacyOptions {
  /** Do nothing at all where the browser sends `Sec-GPC` (Global Privacy Control). */
  readonly respectGpc?: boolean;
  /** Do nothing at all where the browser sends `DNT` (Do Not Track). */
  readonly respectDnt?: boolean;
}

/** Whether the visitor's browser says no, and the page has chosen to listen before asking the server, which decides by the same headers. */
export const refusesTracking = ({ respectGpc, respectDnt }: PrivacyOptions): boolean =>
  Boolean((respectGpc && navigator.globalPrivacyControl) || (respectDnt && navigator.doNotTrack === '1'));
