/**
 * Single objects of signed files are changed in a revision that is appended: nothing of it may go untold, and only
 * what the rules know is permitted.
 */
import { beforeAll, expect, test } from 'vitest';
import {
  IncrementalWriter,
  openPdf,
  PdfDict,
  PdfName,
  PdfRef,
  PdfStream,
  PdfString,
  type PdfDocument,
  type PdfObject,
} from '../../src/lib/pdf/syntax';
import { dice, reachable, seemsUnchanged, verify, type Subject } from './mutate';
import { isSlow, keep, makeSubjects } from './subjects';

/** More by `MUTATIONS=1000 npx vitest run --project conformance tests/conformance/verify-objects.test.ts`. */
const MUTATIONS = Number(process.env['MUTATIONS'] ?? 40);

type Roll = (below: number) => number;

let subjects: Subject[];

beforeAll(async () => {
  subjects = await makeSubjects();
}, 120_000);

/** A value of the same kind that says something else; of another kind where there is no such. */
function otherValue(value: PdfObject, roll: Roll): PdfObject {
  if (typeof value === 'number') return value + 1 + roll(9);
  if (typeof value === 'boolean') return !value;
  if (value instanceof PdfString) return new PdfString(Uint8Array.of(...value.bytes.subarray(0, 20), 65));
  if (value instanceof PdfName) return PdfName.of(`${value.value}X`);
  if (value instanceof PdfRef) return PdfRef.of(value.num + 1 + roll(3));
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : [7];
  if (value instanceof PdfDict) return value.clone().set('Further', 1);
  return 7;
}

function otherDict(dict: PdfDict, roll: Roll): PdfDict {
  const keys = [...dict.keys()].filter((key) => key !== 'Length' && key !== 'Extensions');
  const key = keys[roll(keys.length)];
  const changed = dict.clone();
  if (key === undefined || roll(3) === 0) return changed.set('Further', PdfName.of('Evil'));
  if (roll(2) === 0) changed.delete(key);
  else changed.set(key, otherValue(changed.get(key) ?? null, roll));
  return changed;
}

async function otherObject(
  doc: PdfDocument,
  object: PdfObject,
  all: PdfRef[],
  roll: Roll,
): Promise<PdfObject> {
  const how = roll(10);
  if (how === 0) return null;
  if (how === 1) return doc.resolve(all[roll(all.length)]!);
  if (object instanceof PdfStream) {
    const bytes = new Uint8Array(await object.raw());
    if (how < 5) return PdfStream.of(otherDict(object.dict, roll), bytes);
    const at = roll(bytes.length + 1);
    return PdfStream.of(
      object.dict,
      Uint8Array.of(...bytes.subarray(0, at), 32, ...bytes.subarray(at + 1), 48),
    );
  }
  return object instanceof PdfDict ? otherDict(object, roll) : otherValue(object, roll);
}

interface Appended {
  bytes: Uint8Array;
  what: string;
}

async function appended({ bytes }: Subject, roll: Roll): Promise<Appended | undefined> {
  const doc = await openPdf(new Blob([new Uint8Array(bytes)]));
  const all = [...(await reachable(doc))].map((num) => {
    const entry = doc.entryOf(num);
    return PdfRef.of(num, entry?.kind === 'offset' ? entry.gen : 0);
  });
  const ref = all[roll(all.length)]!;
  const object = await doc.resolve(ref);
  const changed = await otherObject(doc, object, all, roll);
  const [before, tail] = [await update(doc, ref, object), await update(doc, ref, changed)];
  // Another object may say the very same.
  if (bodyOf(before) === bodyOf(tail)) return undefined;
  return { bytes: new Uint8Array(Buffer.concat([bytes, tail])), what: `object ${ref.num}` };
}

async function update(doc: PdfDocument, ref: PdfRef, object: PdfObject): Promise<Uint8Array> {
  const writer = new IncrementalWriter(doc);
  writer.put(ref, object);
  return (await writer.build()).tail;
}

const bodyOf = (tail: Uint8Array) => Buffer.from(tail).toString('latin1').split('\nendobj')[0];

/** What may be changed at all, whoever signed: proofs, metadata, and what people fill in. */
const PERMITTED = new Set(['validation-data', 'metadata', 'form-filled']);

/** What may be changed where a certifying signature permits comments. */
const isComment = (kind: string, { name }: Subject) =>
  /comment/.test(name) && (kind.startsWith('annotation-') || kind === 'content-covered');

test('single objects do not change without being told', async () => {
  const failures: string[] = [];
  const permitted = new Map<string, number>();
  let tried = 0;
  for (const subject of subjects) {
    const roll = dice(`${subject.name} objects`);
    const count = isSlow(subject) ? Math.ceil(MUTATIONS / 6) : MUTATIONS;
    for (let i = 0; i < count; i++) {
      const changed = await appended(subject, roll);
      if (!changed) continue;
      tried += 1;
      const { bytes, what } = changed;
      const found: string[] = [];
      try {
        const report = await verify(bytes);
        for (const { field } of subject.sound) {
          const now = report.signatures.find((signature) => signature.field === field);
          if (now && seemsUnchanged(now)) found.push(`${field} seems unchanged`);
        }
        const last = report.signatures.flatMap(({ laterChanges }) => laterChanges.slice(-1));
        for (const { kind, permitted: isAllowed } of report.verdict.startsWith('valid')
          ? last.flatMap(({ changes }) => changes)
          : []) {
          if (isAllowed) permitted.set(kind, (permitted.get(kind) ?? 0) + 1);
          if (isAllowed && !PERMITTED.has(kind) && !isComment(kind, subject))
            found.push(`${kind} is permitted`);
        }
      } catch (error) {
        found.push(`crash: ${String(error)}`);
      }
      for (const complaint of found) failures.push(`${subject.name}: ${what} (${i}): ${complaint}`);
      if (found.length > 0 && failures.length < 50) await keep(`${subject.name} ${what} ${i}`, bytes);
    }
  }
  console.log(`single objects: ${tried} changes of ${subjects.length} files; permitted:`, permitted);
  expect(subjects.length).toBeGreaterThanOrEqual(20);
  expect(failures).toEqual([]);
});
