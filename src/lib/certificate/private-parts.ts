import * as v from 'valibot';
import { jsonIn, utf8 } from '../keys';
import { decodeBase64url, encodeBase64url, type AuthorId } from '../ledger';
import { fields, openSealed, sealFor } from '../platform';
import { blobIdOf } from '../sync';
import type { NamedFile } from './desk';
import { readDocument, type DocumentType } from './document-file';
import { EnrolmentError } from './enrolment-error';
import type { Enterprise, MemberRequest, OrderStep, PersonRequest } from './state';

/** What of a person only CA operators read. */
const personSchema = v.strictObject({
  name: fields.text(40, 2),
  idNumber: v.pipe(v.string(), v.regex(/^[0-9]{17}[0-9X]$/)),
  mobile: v.pipe(v.string(), v.regex(/^\+?[0-9]{7,15}$/)),
});
export type PrivatePerson = v.InferOutput<typeof personSchema>;

/** What of a company's request only CA operators read. */
const enterpriseSchema = v.strictObject({ legalRepresentative: fields.text(40, 2) });
export type PrivateEnterprise = v.InferOutput<typeof enterpriseSchema>;

/** Who asks to act for a company: for the eyes of its first member and the CA operators. */
const memberSchema = v.strictObject({ name: fields.text(40, 2), mobile: personSchema.entries.mobile });
export type PrivateMember = v.InferOutput<typeof memberSchema>;

const noteSchema = v.strictObject({ note: fields.paragraph(500) });

/**
 * What is sealed, with its author and what it belongs to: nobody's parts can be passed off as another's, nor one part
 * as another.
 */
type Part =
  | 'person'
  | 'front'
  | 'back'
  | 'selfie'
  | 'enterprise'
  | 'licence'
  | 'authority'
  | 'member'
  | 'note'
  | 'voucher'
  | 'seals'
  | 'signed-seal';

function purpose(part: Part, author: AuthorId): string {
  return `certificate ${part} ${author}`;
}

/** @returns base64url @throws SealedError `no-recipient`, `bad-recipient` */
export async function sealJson(
  recipients: readonly string[],
  part: Part,
  author: AuthorId,
  content: unknown,
): Promise<string> {
  return encodeBase64url(await sealFor(recipients, utf8(JSON.stringify(content)), purpose(part, author)));
}

/** Seals bytes as a file. @throws SealedError `no-recipient`, `bad-recipient` */
export async function sealBytes(
  recipients: readonly string[],
  part: Part,
  author: AuthorId,
  bytes: Uint8Array,
): Promise<NamedFile> {
  const sealed = await sealFor(recipients, bytes, purpose(part, author));
  const blob = new Blob([sealed as Uint8Array<ArrayBuffer>]);
  return { id: await blobIdOf(blob), blob };
}

/**
 * Seals a document.
 *
 * @throws EnrolmentError `file`; SealedError `no-recipient`
 */
export async function sealDocument(
  recipients: readonly string[],
  part: 'front' | 'back' | 'selfie' | 'licence' | 'authority' | 'voucher',
  author: AuthorId,
  file: Blob,
): Promise<NamedFile> {
  const read = await readDocument(file, { pdf: part === 'voucher' || part === 'authority' });
  if ('problem' in read) throw new EnrolmentError('file', { problem: read.problem, part });
  return sealBytes(recipients, part, author, new Uint8Array(await file.arrayBuffer()));
}

/** @throws SealedError; EnrolmentError `damaged` */
export function openPerson({ sealed, person }: PersonRequest, key: CryptoKey): Promise<PrivatePerson> {
  return openJson(personSchema, key, sealed, 'person', person);
}

/** @throws SealedError; EnrolmentError `damaged` */
export function openEnterprise({ sealed, by }: Enterprise, key: CryptoKey): Promise<PrivateEnterprise> {
  return openJson(enterpriseSchema, key, sealed, 'enterprise', by);
}

/** @throws SealedError; EnrolmentError `damaged` */
export function openMember({ sealed, person }: MemberRequest, key: CryptoKey): Promise<PrivateMember> {
  return openJson(memberSchema, key, sealed, 'member', person);
}

/** What the payer adds to a voucher. @throws SealedError; EnrolmentError `damaged` */
export async function openNote({ sealed, by }: OrderStep, key: CryptoKey): Promise<string | undefined> {
  if (sealed === undefined) return undefined;
  return (await openJson(noteSchema, key, sealed, 'note', by)).note;
}

/**
 * Opens a file that somebody sealed.
 *
 * @throws SealedError, what reading the file throws
 */
export async function openBytes(
  key: CryptoKey,
  part: Part,
  author: AuthorId,
  file: Blob,
): Promise<Uint8Array> {
  return openSealed(key, new Uint8Array(await file.arrayBuffer()), purpose(part, author));
}

/**
 * Opens a document. Its type is what its bytes are: nothing else is shown to an operator.
 *
 * @throws SealedError; EnrolmentError `file`; what reading the file throws
 */
export async function openDocument(
  key: CryptoKey,
  part: Parameters<typeof sealDocument>[1],
  author: AuthorId,
  file: Blob,
): Promise<{ type: DocumentType; blob: Blob }> {
  const bytes = (await openBytes(key, part, author, file)) as Uint8Array<ArrayBuffer>;
  const read = await readDocument(new Blob([bytes]), { pdf: true });
  if ('problem' in read) throw new EnrolmentError('file', { problem: read.problem, part });
  return { type: read.type, blob: new Blob([bytes], { type: read.type }) };
}

async function openJson<T>(
  schema: v.GenericSchema<unknown, T>,
  key: CryptoKey,
  sealed: string,
  part: Part,
  author: AuthorId,
): Promise<T> {
  const bytes = await openSealed(key, decodeBase64url(sealed)!, purpose(part, author));
  try {
    return v.parse(schema, jsonIn(bytes));
  } catch (cause) {
    throw new EnrolmentError('damaged', { part }, cause);
  }
}
