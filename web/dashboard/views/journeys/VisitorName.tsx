/** A hue of a visitor's own, so that one is known again at a glance. */
const hueOf = (visitor: string): number =>
  [...visitor].reduce((hash, character) => (hash * 31 + (character.codePointAt(0) ?? 0)) % 360, 7);

/** A visitor as people can tell them apart: a customer by the shop's id, others by the first of theirs. */
export const VisitorName = ({
  visitor,
  customer,
}: {
  readonly visitor: string;
  readonly customer: string | null;
}) => (
  <span className="visitor-name">
    <span className="avatar" style={{ '--hue': hueOf(visitor) } as React.CSSProperties} aria-hidden="true" />
    <span>{customer === null ? `Visitor ${visitor.slice(0, 8)}` : `Customer ${customer}`}</span>
  </span>
);
