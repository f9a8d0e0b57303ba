/** A product's picture on its tile. */
export const Picture = ({
  src,
  category,
  alt = '',
  eager = false,
}: {
  readonly src: string;
  readonly category?: string | undefined;
  /** Left out where the name stands beside it. */
  readonly alt?: string;
  /** Of the first screen. */
  readonly eager?: boolean;
}) => (
  <span className="picture" data-category={category}>
    <img src={src} alt={alt} width={400} height={400} loading={eager ? 'eager' : 'lazy'} decoding="async" />
  </span>
);
