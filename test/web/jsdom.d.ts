/** The little of jsdom that these tests use; it ships without types. */
declare module 'jsdom' {
  export type DOMWindow = Window & typeof globalThis;
  export interface Cookie {
    readonly key: string;
    readonly value: string;
    /** Seconds. */
    readonly maxAge?: number | string | null;
  }
  export class CookieJar {
    setCookieSync(cookie: string, url: string): void;
    getCookiesSync(url: string): Cookie[];
  }
  export class JSDOM {
    constructor(
      html: string,
      options: {
        url: string;
        referrer?: string;
        cookieJar?: CookieJar;
        runScripts: 'dangerously';
        beforeParse(window: DOMWindow): void;
      },
    );
    readonly window: DOMWindow;
  }
}
