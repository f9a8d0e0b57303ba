/** Footfall's sign and name. */
export const Mark = () => (
  <span className="mark">
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <g>
        <ellipse cx="11.5" cy="18.5" rx="4" ry="6" transform="rotate(-8 11.5 18.5)" />
        <ellipse cx="12.6" cy="27" rx="2.6" ry="2.2" />
        <ellipse cx="20.5" cy="9.5" rx="4" ry="6" transform="rotate(8 20.5 9.5)" />
        <ellipse cx="19.4" cy="18" rx="2.6" ry="2.2" />
      </g>
    </svg>
    <span>Footfall</span>
  </span>
);
