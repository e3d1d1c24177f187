/**
 * Signature wrapping attack (Mladenov and others 2019): the signed bytes stay as they are, but a second part of them is
 * moved, or the room between them holds more than the signature.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf } from '../syntax';
import { sign } from './forging';
import { latin1, newCompany, stream, textOf, twoPages, verify, type Company } from './testing';

let signer: Company;
let signed: Blob;
/** before the gap, in it, and behind it */
let first: string;
let gap: string;
let second: string;
let startxref: number;

beforeAll(async () => {
  signer = await newCompany('Signer');
  signed = await sign(twoPages(), signer, { field: 'Signer', room: 200 });
  const text = await textOf(signed);
  const [, b, c] = (/\/ByteRange ?\[0 (\d+) (\d+)/.exec(text) ?? []).map(Number);
  [first, gap, second] = [text.slice(0, b), text.slice(b, c), text.slice(c)];
  startxref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
});

async function expectFound(text: string) {
  const { verdict } = await verify(new Blob([latin1(text)]), [signer]);
  expect(['invalid', 'unreadable']).toContain(verdict);
}

const EVIL = `5 0 obj\n${stream('BT /F 12 Tf 72 700 Td (Evil) Tj ET')}\nendobj\n`;

/** A table of all objects as they are in the moved file, but for the page's content. */
async function tableOf(evilAt: number, shift: number): Promise<string> {
  const doc = await openPdf(signed);
  const size = doc.trailer.get('Size') as number;
  let table = `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let num = 1; num < size; num++) {
    const entry = doc.entryOf(num);
    const at = entry?.kind === 'offset' ? entry.offset : 0;
    const moved = num === 5 ? evilAt : at > first.length ? at + shift : at;
    table +=
      entry?.kind === 'offset' ? `${String(moved).padStart(10, '0')} 00000 n \n` : '0000000000 00000 f \n';
  }
  return `${table}trailer\n<< /Size ${size} /Root 1 0 R >>\n`;
}

/** The second part moves behind something new; the cross-reference section it names is the forger's. */
async function wrapped(o: {
  closed: boolean;
  range: (moved: number) => string;
  shrunk: boolean;
}): Promise<string> {
  const hex = o.shrunk ? gap.replace(/(00)+>$/, '>') : gap;
  const room = first.length + hex.length;
  // Where the section will be is known: the second part says so.
  const build = async (moved: number) => {
    let middle = ` ${o.range(moved)} ${o.closed ? '>>\nendobj\n' : ''}`;
    const evilAt = room + middle.length;
    middle += EVIL;
    middle = middle.padEnd(startxref - room);
    middle += await tableOf(evilAt, moved - (first.length + gap.length));
    return middle;
  };
  const moved = room + (await build(999_999)).length;
  return first + hex + (await build(moved)) + second;
}

const range = (moved: number) =>
  `/ByteRange [0 ${first.length} ${String(moved).padStart(6)} ${second.length}]`;

describe('a second part that is moved', () => {
  it.each([true, false])(
    'with a new /ByteRange behind the signature is found (closed: %s)',
    async (closed) => {
      for (const shrunk of [true, false]) {
        await expectFound(await wrapped({ closed, range, shrunk }));
      }
    },
  );

  it('with the old /ByteRange is found', async () => {
    await expectFound(await wrapped({ closed: true, range: () => '', shrunk: false }));
  });

  it('with a whole signature of its own, which the field comes to show, is found', async () => {
    const value = / (\d+) 0 R/.exec(/\/FT \/Sig.*?\/V( \d+ 0 R)/s.exec(second + first)?.[1] ?? '')?.[1] ?? '';
    const copy = (moved: number) =>
      `>>\nendobj\n${value} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ` +
      `${range(moved)} /Contents ${gap}`;
    await expectFound(await wrapped({ closed: true, range: copy, shrunk: true }));
  });
});

describe('a gap', () => {
  it.each([
    ['ends early', (zeros: string) => '>'.padEnd(zeros.length)],
    ['ends early, and a comment follows', (zeros: string) => '> %'.padEnd(zeros.length, 'x')],
    ['ends early, and further entries follow', (zeros: string) => '> /Reason (Evil)'.padEnd(zeros.length)],
    ['holds something where zeros belong', (zeros: string) => zeros.replace('00', 'c3')],
  ])('in which the signature %s is found', async (_, change) => {
    const evil = gap.replace(/(?:00){150,}>$/, change);
    expect(evil).not.toBe(gap);
    expect(evil).toHaveLength(gap.length);
    await expectFound(first + evil + second);
  });

  it.each([
    ['a comment', (hex: string) => `${hex.slice(0, 1)}%${hex.slice(2)}`],
    ['blanks between its digits', (hex: string) => `${hex.slice(0, 9)} ${hex.slice(10)}`],
    ['letters that are no digits', (hex: string) => `${hex.slice(0, 9)}g${hex.slice(10)}`],
    ['two strings', (hex: string) => `${hex.slice(0, 9)}><${hex.slice(11)}`],
  ])('that holds %s is found', async (_, change) => {
    await expectFound(first + change(gap) + second);
  });
});

describe('several signatures in one', () => {
  it.each(['/ByteRange [0 1 2 3]', '/Contents <30>', '/Contents null'])(
    'a second %s is found',
    async (entry) => {
      await expectFound(`${first}${gap} ${entry}${second}`);
    },
  );

  it('an honest one is valid', async () => {
    expect(await verify(signed, [signer])).toMatchObject({
      verdict: 'valid',
      signatures: [{ problems: [] }],
    });
  });
});
