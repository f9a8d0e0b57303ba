import type { Random, Weighted } from '../random.ts';

interface Country extends Weighted {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly languages: string;
}

const COUNTRIES: readonly [Country, ...Country[]] = [
  { weight: 46, code: 'DE', languages: 'de-DE,de;q=0.9,en;q=0.8' },
  { weight: 12, code: 'AT', languages: 'de-AT,de;q=0.9,en;q=0.8' },
  { weight: 9, code: 'CH', languages: 'de-CH,de;q=0.9,fr;q=0.7,en;q=0.6' },
  { weight: 8, code: 'FR', languages: 'fr-FR,fr;q=0.9,en;q=0.7' },
  { weight: 7, code: 'NL', languages: 'nl-NL,nl;q=0.9,en;q=0.8' },
  { weight: 6, code: 'GB', languages: 'en-GB,en;q=0.9' },
  { weight: 3, code: 'IT', languages: 'it-IT,it;q=0.9,en;q=0.7' },
  { weight: 3, code: 'PL', languages: 'pl-PL,pl;q=0.9,en;q=0.8' },
  { weight: 2, code: 'DK', languages: 'da-DK,da;q=0.9,en;q=0.8' },
  { weight: 2, code: 'US', languages: 'en-US,en;q=0.9' },
  { weight: 1, code: 'ES', languages: 'es-ES,es;q=0.9,en;q=0.7' },
  { weight: 1, code: 'JP', languages: 'ja,en-US;q=0.7,en;q=0.3' },
];

/** Where somebody is, as the network tells it, and which languages their browser asks for. */
export interface Place {
  readonly country: string;
  readonly languages: string;
  /** Of 198.18.0.0/15, which is nobody's (RFC 2544). */
  readonly address: string;
}

export const addressOf = (random: Random): string =>
  `198.${random.int(18, 19)}.${random.int(0, 255)}.${random.int(1, 254)}`;

export const placeOf = (random: Random): Place => {
  const { code, languages } = random.weighted(COUNTRIES);
  return { country: code, languages, address: addressOf(random) };
};
