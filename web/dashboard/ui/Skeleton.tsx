/** Stands where something will be, as large as that, so that nothing jumps when it comes. */
export const Skeleton = ({
  height,
  width = '100%',
}: {
  readonly height: number | string;
  readonly width?: number | string;
}) => <span className="skeleton" style={{ height, width }} />;

/** So many rows of a table to come. */
export const SkeletonRows = ({ rows }: { readonly rows: number }) => (
  <div className="skeleton-rows" aria-hidden="true">
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows that stand for nothing have no other name
      <Skeleton key={row} height={20} width={`${92 - row * 7}%`} />
    ))}
  </div>
);
