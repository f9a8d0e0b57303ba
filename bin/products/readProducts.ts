import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Product } from '../../src/ports/Catalogue.ts';
import { Complaint } from '../aggregate/Complaint.ts';

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const productsSchema = v.pipe(
  v.array(
    v.strictObject({
      id: v.pipe(
        v.string(),
        v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens'),
      ),
      name: text(200),
      description: v.optional(v.pipe(v.string(), v.maxLength(2_000)), ''),
      category: text(64),
      priceMinor: whole,
      stock: whole,
      image: text(2_000),
    }),
    'must be a list of products',
  ),
  v.minLength(1, 'must hold at least one product'),
  v.check((products) => new Set(products.map(({ id }) => id)).size === products.length, 'has an id twice'),
);

/**
 * Products from a JSON file: a list of `{id, name, description?, category, priceMinor, stock, image}`.
 * @throws Complaint that names the file and the first wrong field
 */
export const readProducts = async (file: string): Promise<readonly Product[]> => {
  const json = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new Complaint(`${file} cannot be read: ${cause.message}.`, { cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new Complaint(`${file} is not JSON.`, { cause });
  }
  const parsed = v.safeParse(productsSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new Complaint(`${file}: ${path === null ? '' : `"${path}": `}${issue.message.replace(/\.$/, '')}.`);
};
