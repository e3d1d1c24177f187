import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectParser } from './parser';
import { XrefEntries, type XrefEntry } from './xref-entries';
import { parseTable } from './xref-table';

const row = (offset: number, gen: number, type: 'n' | 'f') =>
  `${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} ${type}`;

function tableOf(subsections: { first: number; rows: string[] }[], lineEnd = ' \n'): XrefEntries {
  const text = subsections.map(
    ({ first, rows }) => `${first} ${rows.length}\n${rows.join(lineEnd)}${lineEnd}`,
  );
  const bytes = new TextEncoder().encode(`xref\n${text.join('')}trailer\n<</Size 9>>\n`);
  return parseTable(new ObjectParser(bytes, 0), 0, 7).entries;
}

const rows = (count: number, from = 1000) =>
  Array.from({ length: count }, (_, i) => row(from + i, i % 3, 'n'));

describe('a cross-reference table', () => {
  it.each([
    ['space and line feed', ' \n'],
    ['space and carriage return', ' \r'],
    ['both', '\r\n'],
    ['a line feed alone, against the standard', '\n'],
    ['more blanks than there should be', '  \r\n'],
  ])('says the same of all objects whatever ends its rows: %s', (_, lineEnd) => {
    const entries = tableOf([{ first: 3, rows: rows(2500) }], lineEnd);
    expect(entries.get(3)).toEqual({ kind: 'offset', offset: 1007, gen: 0 });
    expect(entries.get(2502)).toEqual({ kind: 'offset', offset: 1000 + 2499 + 7, gen: 2499 % 3 });
    expect(entries.get(2503)).toBeUndefined();
    expect([...entries]).toHaveLength(2500);
    expect(entries.highest).toBe(2502);
  });

  it.each([
    ['a letter among the digits', '00000x1000 00000 n'],
    ['a comment in between', '0000001000 00000 n %'],
  ])('with one odd row among many is read row by row or refused: %s', (_, odd) => {
    const table = () => tableOf([{ first: 0, rows: [...rows(1500), odd, ...rows(1500)] }]);
    if (odd.includes('x')) expect(table).toThrow();
    else expect(table().get(1501)).toEqual({ kind: 'offset', offset: 1007, gen: 0 });
  });

  it('numbered from 1 although its first row is the head of the free list counts from 0', () => {
    const entries = tableOf([{ first: 1, rows: [row(0, 65535, 'f'), ...rows(200)] }]);
    expect(entries.get(0)).toEqual({ kind: 'free' });
    expect(entries.get(1)).toEqual({ kind: 'offset', offset: 1007, gen: 0 });
  });

  it('of several rows for an object believes the first', () => {
    const twice = tableOf([
      { first: 5, rows: [row(1, 0, 'n')] },
      { first: 0, rows: rows(100) },
      { first: 50, rows: rows(100, 9000) },
    ]);
    expect(twice.get(5)).toEqual({ kind: 'offset', offset: 8, gen: 0 });
    expect(twice.get(99)).toEqual({ kind: 'offset', offset: 1106, gen: 0 });
    expect(twice.get(100)).toEqual({ kind: 'offset', offset: 9057, gen: 50 % 3 });
  });
});

it('rows taken over as they stand say what entries added one by one say', () => {
  const entry = fc.tuple(fc.integer({ min: 0, max: 99999 }), fc.constantFrom('n' as const, 'f' as const));
  const block = fc.record({ first: fc.nat(60), rows: fc.array(entry, { minLength: 1, maxLength: 40 }) });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const taken = new XrefEntries();
      const added = new XrefEntries();
      for (const { first, rows } of blocks) {
        const text = rows.map(([offset, type]) => `${row(offset, 0, type)}\r\n`).join('');
        taken.addRows(first, rows.length, new TextEncoder().encode(text), 3);
        rows.forEach(([offset, type], i) => {
          if (type === 'f' || offset === 0) added.addFree(first + i);
          else added.addOffset(first + i, offset + 3, 0);
        });
      }
      const all = (entries: XrefEntries): [number, XrefEntry][] => [...entries];
      expect(all(taken)).toEqual(all(added));
      expect(taken.highest).toBe(added.highest);
      for (let num = 0; num < 110; num++) expect(taken.get(num)).toEqual(added.get(num));
    }),
  );
});
