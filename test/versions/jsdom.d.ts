/** The part of jsdom that a page of a recorded tracker needs; it brings no types, and DOM's would be everywhere. */
declare module 'jsdom' {
  export interface PageWindow {
    readonly document: { cookie: string };
    readonly navigator: object;
    readonly history: { pushState(state: object, unused: string, path: string): void };
    readonly PageTransitionEvent: new (type: 'pagehide', init: { persisted: boolean }) => object;
    readonly footfall?: { track(eventType: string, properties?: object): void };
    dispatchEvent(event: object): boolean;
    close(): void;
  }
  export class JSDOM {
    constructor(
      html: string,
      options: {
        readonly url: string;
        readonly referrer: string;
        readonly runScripts: 'dangerously';
        readonly beforeParse: (window: PageWindow) => void;
      },
    );
    readonly window: PageWindow;
  }
}
