/** The shop's bird and name. */
export const Wordmark = () => (
  <span className="wordmark">
    <svg viewBox="0 0 40 32" width="34" height="27" aria-hidden="true">
      <path d="M2 22c7 0 11-3 14-8 2-4 6-7 11-7 3 0 5 1 6 3l5 1-4 3c0 8-6 14-15 14-4 0-7-1-9-3l-8 3 4-5-4-1Z" />
    </svg>
    Larkfield
  </span>
);
