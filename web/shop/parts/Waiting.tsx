/** Grey shapes in place of what is on its way. */
export const Waiting = ({ shape }: { readonly shape: 'grid' | 'product' | 'lines' }) => (
  <div className={`waiting ${shape}`} role="status">
    <span className="sr-only">Loading…</span>
    {Array.from({ length: shape === 'grid' ? 8 : 3 }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <span key={index} className="bone" />
    ))}
  </div>
);
