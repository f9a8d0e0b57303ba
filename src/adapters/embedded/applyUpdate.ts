import type { Document } from '../mongodb/driverPart.ts';
import type { CompiledFilter } from './compileFilter.ts';
import { copyOf, fieldOf, isDocument, setField } from './documents.ts';
import { FIELD_OPERATORS } from './updateOperators.ts';
import { valueKey } from './valueKey.ts';
import { isArrayIndex } from './valuesAt.ts';
import { CODES, WriteRefused } from './writeErrors.ts';

/** An update in MongoDB's update operators, in canonical types. */
export type Update = { readonly [operator: string]: Document };

interface Place {
  readonly holder: Document | unknown[];
  readonly step: string;
}

const notViable = (path: string): WriteRefused =>
  new WriteRefused(CODES.pathNotViable, `cannot create a field in what ${path} leads through`);

const read = ({ holder, step }: Place): unknown =>
  Array.isArray(holder) ? holder[Number(step)] : fieldOf(holder, step);

/** MongoDB's limit on how far an update may stretch an array. */
const MAX_ARRAY_STRETCH = 1_500_000;

const write = ({ holder, step }: Place, value: unknown): void => {
  if (!Array.isArray(holder)) {
    setField(holder, step, value);
    return;
  }
  const index = Number(step);
  if (index > holder.length + MAX_ARRAY_STRETCH)
    throw new WriteRefused(CODES.badValue, `an array cannot be stretched to ${step}`);
  while (holder.length < index) holder.push(null);
  holder[index] = value;
};

const unset = (document: Document, path: string): void => {
  let holder: unknown = document;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  for (const step of steps) {
    if (Array.isArray(holder)) holder = isArrayIndex(step) ? holder[Number(step)] : undefined;
    else holder = isDocument(holder) ? fieldOf(holder, step) : undefined;
  }
  if (Array.isArray(holder)) {
    if (isArrayIndex(last) && Number(last) < holder.length) holder[Number(last)] = null;
  } else if (isDocument(holder)) delete holder[last];
};

/** Where a path leads; makes the documents on its way that are missing. */
const placeAt = (document: Document, path: string): Place => {
  const steps = path.split('.');
  let place: Place = { holder: document, step: steps[0] ?? '' };
  for (const step of steps.slice(1)) {
    let next = read(place);
    if (next === undefined) {
      next = {};
      write(place, next);
    }
    if (!isDocument(next) && !(Array.isArray(next) && isArrayIndex(step))) throw notViable(path);
    place = { holder: next, step };
  }
  return place;
};

const checkPath = (path: string): void => {
  for (const step of path.split('.')) {
    if (step === '') throw new WriteRefused(CODES.emptyFieldName, `the path ${path} has an empty part`);
    if (step.startsWith('$'))
      throw new WriteRefused(CODES.dollarPrefixedFieldName, `the path ${path} has a part that begins with $`);
  }
};

/** @throws {@link WriteRefused} where a server would refuse the update for any document, and for none */
export const checkUpdate = (update: Update): void => {
  const paths = new Set<string>();
  const conflict = (path: string) =>
    new WriteRefused(
      CODES.conflictingUpdateOperators,
      `updating the path ${path} would create a conflict at it`,
    );
  for (const [operator, fields] of Object.entries(update)) {
    if (operator !== '$unset' && operator !== '$setOnInsert' && !FIELD_OPERATORS.has(operator))
      throw new WriteRefused(CODES.failedToParse, `unknown modifier: ${operator}`);
    if (!isDocument(fields))
      throw new WriteRefused(CODES.failedToParse, `modifiers of ${operator} must be a document`);
    for (const path of Object.keys(fields)) {
      checkPath(path);
      if (paths.has(path)) throw conflict(path);
      paths.add(path);
    }
  }
  for (const path of paths)
    for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1))
      if (paths.has(path.slice(0, dot))) throw conflict(path);
};

const run = (document: Document, update: Update, when: { nowMs: number; inserting: boolean }): void => {
  const id = document._id;
  for (const [operator, fields] of Object.entries(update)) {
    if (operator === '$setOnInsert' && !when.inserting) continue;
    const change = FIELD_OPERATORS.get(operator === '$setOnInsert' ? '$set' : operator);
    for (const [path, operand] of Object.entries(fields)) {
      if (change === undefined) {
        unset(document, path);
        continue;
      }
      const place = placeAt(document, path);
      // as at a server: from what is not there nothing is pulled, and nothing is made of it
      if (operator === '$pull' && read(place) === undefined) continue;
      write(place, copyOf(change(read(place), operand, when.nowMs)));
    }
  }
  if (id !== undefined && valueKey(document._id) !== valueKey(id))
    throw new WriteRefused(CODES.immutableField, "the update would modify the immutable field '_id'");
};

/**
 * The document after an update that `checkUpdate` passed; the one given stays as it is.
 * @throws {@link WriteRefused} where a server would refuse it
 */
export const applyUpdate = (document: Document, update: Update, nowMs: number): Document => {
  const updated = copyOf(document);
  run(updated, update, { nowMs, inserting: false });
  return updated;
};

/**
 * The document that an upsert makes: the fields that the filter fixes, then the update, which `checkUpdate` passed. Its `_id` may be missing.
 * @throws {@link WriteRefused} where a server would refuse it
 */
export const documentOfUpsert = (filter: CompiledFilter, update: Update, nowMs: number): Document => {
  const made: Document = {};
  for (const [path, value] of filter.fixed) write(placeAt(made, path), copyOf(value));
  run(made, update, { nowMs, inserting: true });
  return made;
};
