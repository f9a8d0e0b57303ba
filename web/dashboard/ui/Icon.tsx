const PATHS = {
  overview: 'M3 13.5 7 9l3 3 7-8M3 17h14',
  live: 'M10 10h.01M6.5 13.5a5 5 0 0 1 0-7m7 0a5 5 0 0 1 0 7M4 16a8.5 8.5 0 0 1 0-12m12 0a8.5 8.5 0 0 1 0 12',
  conversion: 'M3 4h14l-5.5 6.5V16l-3 1.5v-7L3 4Z',
  retention: 'M16.5 10a6.5 6.5 0 1 1-2-4.7M16.5 3v3.5H13',
  journeys:
    'M5 5.5h6.5a2.75 2.75 0 0 1 0 5.5h-4a2.75 2.75 0 0 0 0 5.5H15M5 7a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Zm10 11a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
  quality: 'M10 2.5 16 5v4.5c0 3.8-2.5 6.6-6 8-3.5-1.4-6-4.2-6-8V5l6-2.5ZM7.3 10l2 2 3.5-4',
  devices: 'M2.5 4.5h11v3M2.5 4.5V13H10m-5 3h5M12 8h5.5v9H12V8Zm2.7 6.5h.01',
  mobile: 'M6.5 2.5h7v15h-7v-15ZM10 15h.01',
  tablet: 'M4.5 2.5h11v15h-11v-15ZM10 15h.01',
  tv: 'M2.5 6h15v9h-15V6Zm4.5 11.5h6M7 2.5 10 6l3-3.5',
  console:
    'M6 6.5h8a4 4 0 0 1 0 8c-1.5 0-2-1.5-4-1.5s-2.5 1.5-4 1.5a4 4 0 0 1 0-8Zm.5 2.5v3M5 10.5h3m5 .01h.01',
  wearable: 'M6.5 6.5h7v7h-7v-7Zm1-4h5l.5 4m-6 0 .5-4m-.5 11 .5 4h5l.5-4',
  arrow: 'M3.5 10h13m0 0-4.5-4.5m4.5 4.5-4.5 4.5',
  calendar: 'M4 5.5h12V16H4V5.5ZM4 9h12M7 3.5v3m6-3v3',
  compare: 'M4 7h11l-3-3m4 9H5l3 3',
  download: 'M10 3.5v9m0 0 3.5-3.5M10 12.5 6.5 9M4 16.5h12',
  close: 'm5.5 5.5 9 9m0-9-9 9',
  chevron: 'm6 8 4 4 4-4',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Zm4-1.5 4 4',
  sun: 'M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0-10.5v1.5m0 12v1.5M2.5 10H4m12 0h1.5M4.7 4.7l1 1m8.6 8.6 1 1m0-10.6-1 1m-8.6 8.6-1 1',
  moon: 'M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3Z',
  system: 'M3 4.5h14v9H3v-9Zm4 12h6m-3-3v3',
  leave: 'M8 4H4v12h4m4-3 3-3-3-3m3 3H8',
  chart: 'M3.5 16.5h13M6 13.5v-3m4 3v-7m4 7v-9.5',
  table: 'M3.5 5h13v10.5h-13V5Zm0 3.5h13M8 8.5v7',
  filter: 'M4 6h12M6.5 10h7M9 14h2',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-7.5v4M10 6.8h.01',
  warn: 'M10 3.5 17.5 16h-15L10 3.5Zm0 5v3.5m0 2.2h.01',
  page: 'M5.5 3.5h6l3 3v10h-9v-13Zm6 0v3h3',
  tag: 'M3.5 3.5h6l7 7-6 6-7-7v-6Zm3.5 3.5h.01',
  cart: 'M2.5 3.5h2l2 9h8.5l1.5-6.5H5.3M7.5 16.5h.01M14 16.5h.01',
  order: 'M4 7h12l-1 9.5H5L4 7Zm3.5 0a2.5 2.5 0 0 1 5 0',
  person: 'M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 7c.5-3.3 2.8-5 6-5s5.5 1.7 6 5',
  refund: 'M7 4 3.5 7.5 7 11M4 7.5h8a4 4 0 0 1 0 8.5H8',
  spark: 'M10 3v4m0 6v4M3 10h4m6 0h4',
  up: 'M10 15.5v-11m0 0-4.5 4.5M10 4.5 14.5 9',
  down: 'M10 4.5v11m0 0 4.5-4.5M10 15.5 5.5 11',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text beside it; it says nothing that the text does not. */
export const Icon = ({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) => (
  <svg className="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
