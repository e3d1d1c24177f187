/** Whatever stands in a file: verifying it ends, with a report, and never with the word that it is valid. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { mistake, verify, type Subject } from './mutate';
import { isSlow, keep, makeSubjects } from './subjects';

/** More by `RUNS=5000 npx vitest run --project conformance tests/conformance/verify-fuzz.test.ts`. */
const RUNS = Number(process.env['RUNS'] ?? 250);

/** Another in every nightly run finds more; the same in every run here is the same for everybody. */
const SEED = 20_261_124;

const HANG_MS = 20_000;

let subjects: Subject[];

beforeAll(async () => {
  subjects = (await makeSubjects()).filter((subject) => !isSlow(subject));
}, 120_000);

const TOKENS = [
  ...[
    '<<',
    '>>',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '%',
    '/',
    'obj',
    'endobj',
    'stream',
    'endstream',
    'R',
    'null',
  ],
  ...['xref\n0 1\n', 'trailer', 'startxref\n', '%%EOF\n', '/Type/Sig', '/V 7 0 R', '/Kids[7 0 R]', '/Prev 0'],
  ...['/ByteRange[0 1 2 3]', '/Contents<00>', '/Length 99999999', '-1', '4294967296', '1e9', '\0', '\xff'],
];

/** What is done to a file: at places that are parts of its length, so that it suits files of every size. */
const edit = fc.record({
  at: fc.nat(999_999),
  how: fc.constantFrom('token', 'cut', 'copy', 'overwrite'),
  length: fc.nat(400),
  from: fc.nat(999_999),
  token: fc.constantFrom(...TOKENS),
});

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(bytes: Uint8Array, { at, how, length, from, token }: Edit): Uint8Array {
  const place = (part: number) => Math.floor((part / 1_000_000) * bytes.length);
  const [start, source] = [place(at), place(from)];
  const inserted = how === 'token' ? Buffer.from(token, 'latin1') : bytes.subarray(source, source + length);
  const skipped = how === 'cut' ? length : how === 'overwrite' ? inserted.length : 0;
  const middle = how === 'cut' ? new Uint8Array() : inserted;
  return Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(start + skipped)]);
}

test('signed files with parts moved, copied and cut are never found as they were signed', async () => {
  const subject = fc.nat(9999).map((i) => subjects[i % subjects.length]!);
  await fc.assert(
    fc.asyncProperty(subject, fc.array(edit, { minLength: 1, maxLength: 3 }), async (own, edits) => {
      const bytes = edits.reduce(apply, own.bytes);
      if (Buffer.from(bytes).equals(own.bytes)) return;
      const complaint = mistake(own, bytes, await verify(bytes));
      if (complaint) await keep(`fuzz ${own.name}`, bytes);
      expect(complaint, own.name).toBeUndefined();
    }),
    { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 10 * HANG_MS },
  );
});

test('no bytes whatever make it fail or hang', async () => {
  const pieces = fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 20 }), fc.nat().map(String));
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (all) => {
      const { verdict } = await verify(Buffer.from(`%PDF-1.7\n${all.join(' ')}`, 'latin1'));
      expect(['unsigned', 'unreadable', 'invalid']).toContain(verdict);
    }),
    { seed: SEED, numRuns: 2 * RUNS },
  );
});

test('every beginning of a signed file is judged by what is there', async () => {
  const failures: string[] = [];
  for (const subject of subjects) {
    const { bytes, sound, name } = subject;
    const ends = new Set(sound.map(({ end }) => end));
    for (let i = 1; i < 12; i++) {
      const end = Math.floor((bytes.length * i) / 12);
      const report = await verify(bytes.subarray(0, end));
      const intact = report.signatures.filter((signature) => signature.intact).length;
      const whole = sound.filter((signature) => signature.end <= end).length;
      if (intact > whole) failures.push(`${name} up to ${end}: ${intact} intact`);
      const isCut = ![...ends].some((at) => Math.abs(at - end) < 3);
      if (isCut && report.verdict.startsWith('valid') && !endsRevision(bytes, end)) {
        failures.push(`${name} up to ${end}: ${report.verdict}`);
      }
    }
  }
  expect(failures).toEqual([]);
});

/** Whether a revision ends there: up to it the file is one that someone may have sent. */
function endsRevision(bytes: Uint8Array, end: number): boolean {
  return /%%EOF\s*$/.test(Buffer.from(bytes.subarray(Math.max(0, end - 12), end)).toString('latin1'));
}
