import * as v from 'valibot';
import { jsonIn } from '../../keys';
import { fields } from '../../platform';
import { ArchiveError } from './error';

export const MANIFEST_PATH = 'manifest.json';
export const RECORDS_PATH = 'records.jsonl';
export const SUMMARY_PATH = 'index.html';
const MAX_MANIFEST_BYTES = 16 << 20;
const FORMAT = 'suiyin-tender-archive';
const VERSION = 1;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(400));

/** `sha256` is base64url; of a file that a record names it is the name that the record has for it. */
const part = v.strictObject({ path, bytes: whole, sha256: fields.hash });

const FILE_KINDS = ['document', 'clarification', 'envelope', 'opening-record', 'bid-file'] as const;

const manifest = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  platform: fields.hash,
  tender: fields.recordId,
  /** ms since the epoch, by the exporting device's knowledge of the platform's clock */
  exportedAt: fields.instant,
  records: v.strictObject({ ...part.entries, count: whole }),
  /** for people; nothing in it counts */
  summary: part,
  files: v.pipe(
    v.array(
      v.strictObject({
        ...part.entries,
        sha256: fields.blobId,
        kind: v.picklist(FILE_KINDS),
        /** as the record that names it has it */
        name: v.pipe(v.string(), v.maxLength(200)),
      }),
    ),
    v.maxLength(20_000),
  ),
});

/** What an archive says that is in it. Whether it is so is checked against the files and the records. */
export type Manifest = v.InferOutput<typeof manifest>;
export type ArchivedFile = Manifest['files'][number];

export function newManifest(parts: Omit<Manifest, 'format' | 'version'>): Manifest {
  return { format: FORMAT, version: VERSION, ...parts };
}

/** @throws ArchiveError `not-an-archive`, `newer-version`, `damaged`, `too-large` */
export async function readManifest(file: Blob | undefined): Promise<Manifest> {
  if (!file) throw new ArchiveError('not-an-archive');
  if (file.size > MAX_MANIFEST_BYTES) {
    throw new ArchiveError('too-large', { what: MANIFEST_PATH, limit: MAX_MANIFEST_BYTES });
  }
  const json = await parsed(file);
  const head = v.safeParse(v.object({ format: v.literal(FORMAT), version: v.number() }), json);
  if (!head.success) throw new ArchiveError('not-an-archive');
  const { version } = head.output;
  if (version > VERSION) throw new ArchiveError('newer-version', { version });
  const read = v.safeParse(manifest, json, { abortEarly: true });
  if (read.success) return read.output;
  throw new ArchiveError('damaged', { what: MANIFEST_PATH, where: v.getDotPath(read.issues[0]) });
}

async function parsed(file: Blob): Promise<unknown> {
  try {
    return jsonIn(new Uint8Array(await file.arrayBuffer()));
  } catch (cause) {
    throw new ArchiveError('damaged', { what: MANIFEST_PATH }, cause);
  }
}
