import type { EventProperties } from './event.ts';

const own = (properties: EventProperties | undefined, name: string): unknown =>
  properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;

/** A property that holds text, or `undefined`. */
export const textProperty = (properties: EventProperties | undefined, name: string): string | undefined => {
  const value = own(properties, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A property that holds an amount of money in minor units: a whole number that is not negative, or `undefined`. */
export const amountProperty = (properties: EventProperties | undefined, name: string): number | undefined => {
  const value = own(properties, name);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};
