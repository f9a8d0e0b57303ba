const PATHS = {
  bag: 'M5 8h14l1 12.5H4L5 8Zm3.5 0V7a3.5 3.5 0 0 1 7 0v1',
  person:
    'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 9c.6-4.2 3.500-6.300 7.500-6.300s6.900 2.100 7.500 6.300',
  plus: 'M12 6v12M6 12h12',
  minus: 'M6 12h12',
  bin: 'M5 7h14M10 4h4M7 7l.8 13h8.400L17 7M10.300 10.500v6m3.400-6v6',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  warn: 'M12 4 21 19.500H3L12 4Zm0 6v4m0 2.700h.010',
  back: 'm14 6-6 6 6 6',
  truck:
    'M3 6.500h11v10H3v-10Zm11 3.500h4l3 3.500v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  return: 'M8.500 5 4.500 9l4 4M4.500 9H14a5.500 5.500 0 0 1 0 11h-3',
  lock: 'M6 11h12v9H6v-9Zm2.500 0V8a3.500 3.500 0 0 1 7 0v3',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text beside it; it says nothing that the text does not. */
export const Icon = ({ name, size = 22 }: { readonly name: IconName; readonly size?: number }) => (
  <svg className="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
