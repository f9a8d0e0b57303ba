import type { Random } from '../random.ts';

/** With what somebody logs in. */
export interface Account {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

const GIVEN: readonly [string, ...string[]] = [
  'Anna',
  'Ben',
  'Carla',
  'David',
  'Emilia',
  'Felix',
  'Greta',
  'Henri',
  'Ida',
  'Jonas',
  'Klara',
  'Leo',
  'Mila',
  'Noah',
];
const FAMILY: readonly [string, ...string[]] = [
  'Albrecht',
  'Bauer',
  'Conti',
  'Dubois',
  'Engel',
  'Fischer',
  'Gruber',
  'Huber',
  'Jansen',
  'Keller',
  'Moreau',
  'Novak',
];

/** A new account; `example` is nobody's domain (RFC 2606). */
export const accountOf = (random: Random): Account => {
  const [given, family] = [random.pick(GIVEN), random.pick(FAMILY)];
  return {
    email: `${given}.${family}.${random.hex(8)}@mail.example`.toLowerCase(),
    password: random.hex(16),
    name: `${given} ${family}`,
  };
};
