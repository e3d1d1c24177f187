import { PdfName, type PdfDict, type PdfDocument } from '../syntax';
import type { Change, LaterChange } from './report';

/** What a signature permits to happen after it. */
export interface Permissions {
  /** ISO 32000-2 table 257: 1 nothing, 2 filling in and signing, 3 annotations too; 2 where nothing is said */
  level: 1 | 2 | 3;
  /** whether the signature certifies the document, that is, says so itself */
  certifies: boolean;
  /** whether the document is certified, by this signature or an earlier one */
  certified: boolean;
  locks: FieldLock[];
}

/** ISO 32000-2 tables 236 and 259. */
export interface FieldLock {
  action: 'All' | 'Include' | 'Exclude';
  fields: readonly string[];
}

/**
 * Reads what a signature permits: its transforms (ISO 32000-2 12.8.2) and the lock that came with its field.
 *
 * @param field     the signature field, for its /Lock
 * @param certified what the document's certifying signature permits, where there is another one
 */
export async function permissionsOf(
  doc: PdfDocument,
  signature: PdfDict,
  field: PdfDict | undefined,
  certified: 1 | 2 | 3 | undefined,
): Promise<Permissions> {
  const locks: FieldLock[] = [];
  const levels: (1 | 2 | 3)[] = [];
  const own = await certifiedLevel(doc, signature);
  if (own !== undefined) levels.push(own);
  else if (certified !== undefined) levels.push(certified);

  for (const entry of (await doc.array(signature.get('Reference'))) ?? []) {
    const reference = await doc.dict(entry);
    if ((await doc.resolve(reference?.get('TransformMethod') ?? null)) !== PdfName.of('FieldMDP')) continue;
    const lock = await readLock(doc, await doc.dict(reference?.get('TransformParams')));
    if (lock) locks.push(lock);
  }
  const fieldLock = await doc.dict(field?.get('Lock'));
  if (fieldLock) {
    const lock = await readLock(doc, fieldLock);
    if (lock) locks.push(lock);
    const level = levelOf(await doc.resolve(fieldLock.get('P') ?? null));
    if (level !== undefined) levels.push(level);
  }
  return {
    level: levels.reduce((a, b) => (b < a ? b : a), levels[0] ?? 2),
    certifies: own !== undefined,
    certified: own !== undefined || certified !== undefined,
    locks,
  };
}

/** The level of a certifying signature (one with a DocMDP transform); undefined for any other. */
export async function certifiedLevel(doc: PdfDocument, signature: PdfDict): Promise<1 | 2 | 3 | undefined> {
  for (const entry of (await doc.array(signature.get('Reference'))) ?? []) {
    const reference = await doc.dict(entry);
    if ((await doc.resolve(reference?.get('TransformMethod') ?? null)) !== PdfName.of('DocMDP')) continue;
    const params = await doc.dict(reference?.get('TransformParams'));
    return levelOf(await doc.resolve(params?.get('P') ?? null)) ?? 2;
  }
  return undefined;
}

function levelOf(value: unknown): 1 | 2 | 3 | undefined {
  return value === 1 || value === 2 || value === 3 ? value : undefined;
}

async function readLock(doc: PdfDocument, lock: PdfDict | undefined): Promise<FieldLock | undefined> {
  const action = await doc.resolve(lock?.get('Action') ?? null);
  if (!lock || !(action instanceof PdfName)) return undefined;
  const { value } = action;
  if (value !== 'All' && value !== 'Include' && value !== 'Exclude') return undefined;
  const fields: string[] = [];
  for (const entry of (await doc.array(lock.get('Fields'))) ?? []) {
    const name = await doc.resolve(entry);
    if (name !== null && typeof name === 'object' && 'text' in name) fields.push(name.text());
  }
  return { action: value, fields };
}

/** Whether a field, by its full name, is locked. A name stands for the fields below it too. */
export function isLocked(field: string, locks: readonly FieldLock[]): boolean {
  return locks.some(({ action, fields }) => {
    const named = fields.some((name) => field === name || field.startsWith(`${name}.`));
    return action === 'All' || (action === 'Include' ? named : !named);
  });
}

/** Whether a signature permits a change. */
export function permits(permissions: Permissions, change: Change): boolean {
  const { level, locks } = permissions;
  switch (change.kind) {
    // Evidence about signatures is added at any time (ETSI EN 319 142-1 5.4, ISO 32000-2 12.8.2.2.2).
    case 'validation-data':
    case 'timestamped':
    case 'metadata':
    case 'structure':
      return true;
    case 'signature-field-added':
      return change.page === undefined
        ? level >= 2 && !isLocked(change.field, locks)
        : mayShow(permissions, change.field);
    case 'seal-added':
      return mayShow(permissions, change.field);
    case 'signed':
    case 'form-filled':
      return level >= 2 && !isLocked(change.field, locks);
    case 'annotation-added':
    case 'annotation-changed':
    case 'annotation-removed':
      return level >= 3;
    // What hides is permitted as far as what brought it is. A seal is what a signer is known by: comments and form
    // fields need not hide it.
    case 'content-covered':
      return change.by === 'annotation' ? level >= 3 : level >= 2 && !isLocked(change.name, locks);
    case 'seal-covered':
      return change.by === 'signature' && level >= 2 && !isLocked(change.name, locks);
    case 'content-uncovered':
    case 'other':
      return false;
  }
}

/**
 * Whether a new field may be seen on a page. Of a certified document only its fields are filled in and signed (ISO
 * 32000-2 table 257, P = 2): a new field would put something on the page that the author did not provide for.
 */
function mayShow({ level, locks, certified }: Permissions, field: string): boolean {
  return level >= (certified ? 3 : 2) && !isLocked(field, locks);
}

const ABOUT_SIGNATURES: ReadonlySet<string> = new Set<Change['kind']>([
  'signature-field-added',
  'signed',
  'seal-added',
  'structure',
  'timestamped',
  'validation-data',
]);

/** Judges what a later revision changed by what a signature permits. */
export function judgeChanges(
  permissions: Permissions,
  revision: number,
  changes: readonly Change[],
): LaterChange {
  const judged = changes.map((change) => ({ ...change, permitted: permits(permissions, change) }));
  const kind = judged.some(({ permitted }) => !permitted)
    ? 'other'
    : judged.length === 0
      ? 'none'
      : judged.every((change) => ABOUT_SIGNATURES.has(change.kind))
        ? 'signatures'
        : 'permitted';
  return { revision, kind, changes: judged };
}
