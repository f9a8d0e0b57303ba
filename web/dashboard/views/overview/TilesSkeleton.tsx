import { Skeleton } from '../../ui/Skeleton.tsx';

/** Holds the place of so many tiles, line by line as high as they will be. */
export const TilesSkeleton = ({ count }: { readonly count: number }) => (
  <ul className="tiles" aria-hidden="true">
    {Array.from({ length: count }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: tiles that stand for nothing have no other name
      <li key={index} className="tile tile-skeleton">
        <Skeleton height={14} width="60%" />
        <Skeleton height={26} width={96} />
        <Skeleton height={14} width={48} />
      </li>
    ))}
  </ul>
);
