import type { Document } from '../mongodb/driverPart.ts';
import { fieldOf, isDocument } from './documents.ts';

const INDEX = /^(0|[1-9]\d*)$/;

/** Whether a step of a path can name an element of an array. */
export const isArrayIndex = (step: string): boolean => INDEX.test(step);

const collect = (value: unknown, steps: readonly string[], depth: number, found: unknown[]): void => {
  const step = steps[depth];
  if (step === undefined) {
    found.push(value);
    return;
  }
  if (isDocument(value)) {
    collect(fieldOf(value, step), steps, depth + 1, found);
    return;
  }
  if (!Array.isArray(value)) {
    found.push(undefined);
    return;
  }
  if (isArrayIndex(step) && Number(step) < value.length)
    collect(value[Number(step)], steps, depth + 1, found);
  for (const element of value) if (isDocument(element)) collect(element, steps, depth, found);
};

/**
 * The values that a dotted path leads to, through every array on its way; `undefined` stands for a missing field.
 * An array at the path's end is one value here.
 */
export const valuesAt = (document: Document, path: string): unknown[] => {
  if (!path.includes('.')) return [fieldOf(document, path)];
  const found: unknown[] = [];
  collect(document, path.split('.'), 0, found);
  return found;
};
