/**
 * Single bytes of signed files are changed, everywhere: nothing of it may leave a signature intact whose bytes they
 * are, or go untold. Where a digit of /Contents changes between upper and lower case, its value and so the signature
 * stays what it was: that is no change. So it is with what CMS leaves unsigned (see `unsignedParts`).
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { dice, mistake, verify, type Subject } from './mutate';
import { isSlow, keep, makeSubjects } from './subjects';

/** More by `MUTATIONS=5000 npx vitest run --project conformance tests/conformance/verify-bytes.test.ts`. */
const MUTATIONS = Number(process.env['MUTATIONS'] ?? 200);

let subjects: Subject[];

beforeAll(async () => {
  subjects = await makeSubjects();
}, 120_000);

interface Mutation {
  what: string;
  bytes: Uint8Array;
}

/** Where readers find their way by: cross-reference sections, heads of objects, byte ranges, ends of gaps. */
function structuralOffsets({ bytes, sound }: Subject): number[] {
  const text = Buffer.from(bytes).toString('latin1');
  const offsets: number[] = [];
  const patterns = [
    /xref\r?\n[\s\S]*?%%EOF/g,
    /startxref\s+\d+\s+%%EOF/g,
    /\/ByteRange\s*\[[^\]]*\]/g,
    /\d+ \d+ obj\b/g,
    /\/(?:Contents|V|Type|FT|Fields|Kids|Annots|AcroForm|Root|Prev|Size|SubFilter|Filter|Length)\b.{0,8}/g,
    /(?:end)?(?:stream|obj)\b/g,
  ];
  for (const pattern of patterns) {
    for (const { index, 0: match } of text.matchAll(pattern)) {
      for (let at = index; at < Math.min(index + match.length, index + 1500); at++) offsets.push(at);
    }
  }
  for (const { gapStart, gapEnd } of sound) {
    for (const at of [gapStart, gapEnd - 1]) for (let off = -2; off <= 2; off++) offsets.push(at + off);
  }
  const inGap = (at: number) => sound.some(({ gapStart, gapEnd }) => at > gapStart + 3 && at < gapEnd - 3);
  return offsets.filter((at) => at < bytes.length && !inGap(at));
}

/** Any byte of the signature values, of what follows the first signature, and of all. */
function offsetsOf(subject: Subject, count: number, roll: (below: number) => number): number[] {
  const structural = structuralOffsets(subject);
  const { sound, bytes } = subject;
  const firstEnd = Math.min(...sound.map(({ end }) => end));
  return Array.from({ length: count }, (_, i) => {
    const own = sound[roll(sound.length)]!;
    if (i % 2 === 0) return structural[roll(structural.length)]!;
    if (i % 8 === 1) return own.gapStart + roll(own.gapEnd - own.gapStart);
    if (i % 8 === 3 && firstEnd < bytes.length) return firstEnd + roll(bytes.length - firstEnd);
    return roll(bytes.length);
  });
}

const INTERESTING = [...Buffer.from('\0\t\n\r %()/<>[]0123456789-.RX{}~', 'latin1'), 0x80, 0xff];

function mutationAt({ bytes }: Subject, at: number, roll: (below: number) => number): Mutation {
  const was = bytes[at]!;
  const how = roll(16);
  const one = INTERESTING[roll(INTERESTING.length)]!;
  if (how === 0) {
    const joined = Buffer.concat([bytes.subarray(0, at), Uint8Array.of(one), bytes.subarray(at)]);
    return { what: `${one} before ${at}`, bytes: joined };
  }
  if (how === 1) {
    const joined = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    return { what: `without ${at}`, bytes: joined };
  }
  let is = how < 6 ? one : how < 11 ? was ^ (1 << roll(8)) : roll(256);
  if (is === was) is = was ^ 1;
  const changed = new Uint8Array(bytes);
  changed[at] = is;
  return { what: `${is} at ${at} for ${was}`, bytes: changed };
}

describe('single bytes', () => {
  test('of signed files do not change without being noticed', async () => {
    const failures: string[] = [];
    let tried = 0;
    for (const subject of subjects) {
      const roll = dice(subject.name);
      const count = isSlow(subject) ? Math.ceil(MUTATIONS / 20) : MUTATIONS;
      for (const at of offsetsOf(subject, count, roll)) {
        const mutation = mutationAt(subject, at, roll);
        tried += 1;
        const complaint = await verify(mutation.bytes).then(
          (report) => mistake(subject, mutation.bytes, report),
          (error: unknown) => `crash: ${String(error)}`,
        );
        if (!complaint) continue;
        failures.push(`${subject.name}: ${mutation.what}: ${complaint}`);
        if (failures.length < 50) await keep(`${subject.name} ${mutation.what}`, mutation.bytes);
      }
    }
    console.log(`single bytes: ${tried} changes of ${subjects.length} files`);
    expect(subjects.length).toBeGreaterThanOrEqual(20);
    expect(failures).toEqual([]);
  });

  test('of /Contents in the other case change nothing', async () => {
    for (const subject of subjects.slice(0, 5)) {
      const [own] = subject.sound;
      const changed = new Uint8Array(subject.bytes);
      for (let at = own!.gapStart; at < own!.gapEnd; at++) {
        if (/[a-f]/i.test(String.fromCharCode(changed[at]!))) changed[at]! ^= 0x20;
      }
      const { signatures } = await verify(changed);
      expect(signatures.find(({ field }) => field === own!.field)?.intact, subject.name).toBe(true);
    }
  });
});
