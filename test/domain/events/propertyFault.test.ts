import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyFault } from '../../../src/domain/events/propertyFault.ts';

const fault = (properties: unknown, maxDepth = 1) =>
  propertyFault(properties, { field: 'properties', maxDepth });

describe('properties', () => {
  it.each([
    ['nothing', {}],
    ['scalars', { text: 'a', number: -1.5, flag: false, none: null }],
    ['lists and objects of scalars', { sizes: ['S', 42, null], colour: { name: 'red' } }],
    [
      'words that only look like something',
      { 'a-b c': 1, 'prix (€)': 1, price$: 1, _id: 1, toString: 1, 日本: 1 },
    ],
    ['a name of 64 characters', { ['n'.repeat(64)]: 1 }],
  ])('may hold %s', (_, properties) => {
    expect(fault(properties)).toBeUndefined();
  });

  it.each([['text'], [5], [true], [null], [[1, 2]]])('must be an object, not %j', (properties) => {
    expect(fault(properties)).toEqual({ field: 'properties', message: 'must be an object' });
  });

  it.each([
    ['__proto__', JSON.parse('{"__proto__":{"admin":true}}')],
    ['constructor', { constructor: 1 }],
    ['prototype', { prototype: 1 }],
    ['$where', { $where: 'sleep(1000)' }],
    ['$ne', { a: { $ne: 1 } }],
    ['a.b', { 'a.b': 1 }],
    ['.', { '.': 1 }],
    ['a\0', { 'a\0': 1 }],
    ['a\r\nb', { 'a\r\nb': 1 }],
    ['\x7f', { '\x7f': 1 }],
    ['\ud800', { '\ud800': 1 }],
  ])('must not be named %j', (_, properties) => {
    expect(fault(properties)?.message).toMatch(/^has a name that is not allowed/);
  });

  it('name the field at fault in well-formed text', () => {
    expect(fault({ list: [1, { deep: 1 }] })?.field).toBe('properties.list.1');
    expect(fault({ colour: { 'a.b': 1 } })?.field).toBe('properties.colour.a.b');
    expect(fault({ '\ud800': 1 })?.field.isWellFormed()).toBe(true);
    expect(fault({ [`${'n'.repeat(63)}😀`]: 1 })?.field.isWellFormed()).toBe(true);
  });

  it.each([
    ['', { '': 1 }],
    ['of 65 characters', { ['n'.repeat(65)]: 1 }],
  ])('must not have a name %s', (_, properties) => {
    expect(fault(properties)?.message).toBe('must have a name of 1 to 64 characters');
  });

  it('nest as deep as they may and no deeper', () => {
    expect(fault({ a: 1 }, 0)).toBeUndefined();
    expect(fault({ a: {} }, 0)).toEqual({ field: 'properties.a', message: 'is nested too deep' });
    expect(fault({ a: { b: [] } }, 1)).toEqual({ field: 'properties.a.b', message: 'is nested too deep' });
    expect(fault({ items: [{ productId: 'p1', quantity: 2 }] }, 2)).toBeUndefined();
  });

  it('must be finite numbers', () => {
    expect(fault({ a: JSON.parse('1e999') })).toEqual({
      field: 'properties.a',
      message: 'must be a finite number',
    });
    expect(fault({ a: [Number.NaN] })?.field).toBe('properties.a.0');
    expect(fault({ a: Number.MAX_VALUE })).toBeUndefined();
  });

  it('that pass hold nothing that a store or JavaScript would interpret', () => {
    const dangerous = /^\$|\.|^__proto__$/;
    const namesOf = (value: unknown): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => [
            ...(Array.isArray(value) ? [] : [name]),
            ...namesOf(inner),
          ])
        : [];
    const properties = fc.dictionary(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('$where', 'a.b', '__proto__', 'fine')),
      fc.jsonValue({ maxDepth: 3 }),
      { maxKeys: 3 },
    );
    fc.assert(
      fc.property(properties, (value) => {
        if (fault(value) === undefined)
          for (const name of namesOf(value)) expect(name).not.toMatch(dangerous);
      }),
    );
  });
});
