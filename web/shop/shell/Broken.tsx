import { Blank } from '../parts/Blank.tsx';

/** In place of a page that broke. */
export const Broken = () => (
  <main>
    <Blank title="Something broke">
      <p>It is our fault, not yours. Loading the page again usually helps.</p>
      <a className="button" href="/">
        Back to the shop
      </a>
    </Blank>
  </main>
);
