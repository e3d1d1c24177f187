import * as v from 'valibot';
import { jsonIn, utf8 } from '../keys';
import { decodeBase64url, encodeBase64url, type AuthorId } from '../ledger';
import { openSealed, recipientsOf, sealFor, SealedError, type PlatformSlice } from '../platform';
import type { PrivateProfile } from './profile-form';
import type { Contact } from './registration-form';
import type { Submission, Supplier } from './state';

const line = v.pipe(v.string(), v.minLength(1), v.maxLength(300));

/** Whoever opens it, anybody may have written it. */
const contactSchema: v.GenericSchema<unknown, Contact> = v.strictObject({
  name: line,
  mobile: line,
  landline: v.optional(line),
  email: v.optional(line),
});

const privateSchema: v.GenericSchema<unknown, PrivateProfile> = v.strictObject({
  contact: contactSchema,
  bank: v.strictObject({ name: line, account: line }),
});

/** What is sealed where; with its author, so that nobody's parts can be passed off as another's. */
type Part = 'contact' | 'profile' | 'licence';

function purpose(part: Part, author: AuthorId): string {
  return `supplier ${part} ${author}`;
}

/**
 * Seals to the administrators of now and, so that the supplier can read what they wrote, to keys of their own.
 *
 * @param own recipients, `age1…`
 * @throws SealedError `no-recipient`
 */
export function sealPart(
  state: PlatformSlice,
  part: Part,
  author: AuthorId,
  content: Uint8Array,
  own: readonly string[],
): Promise<Uint8Array> {
  const administrators = recipientsOf(state, 'administrator');
  if (administrators.length === 0) throw new SealedError('no-recipient');
  return sealFor([...new Set([...administrators, ...own])], content, purpose(part, author));
}

/** @returns base64url */
export async function sealJson(
  state: PlatformSlice,
  part: 'contact' | 'profile',
  author: AuthorId,
  content: Contact | PrivateProfile,
  own: readonly string[],
): Promise<string> {
  return encodeBase64url(await sealPart(state, part, author, utf8(JSON.stringify(content)), own));
}

/**
 * Opens the contact that was registered.
 *
 * @param key X25519 private key: an administrator's, or the device's that registered
 * @throws SealedError; `damaged` also where it holds something else than a contact
 */
export async function openContact(supplier: Supplier, key: CryptoKey): Promise<Contact> {
  const { by, contact } = supplier.registered;
  return readJson(contactSchema, await open(key, contact, purpose('contact', by)));
}

/** Opens the private part of a submission. @throws as `openContact` */
export async function openPrivateProfile(submission: Submission, key: CryptoKey): Promise<PrivateProfile> {
  const { by, sealed } = submission;
  return readJson(privateSchema, await open(key, sealed, purpose('profile', by)));
}

/**
 * Opens the picture of the licence. Whether it is a picture is for `readLicence` to say.
 *
 * @param file that `submission.licence` names
 * @throws as `openContact`, and what reading the file throws
 */
export async function openLicence(submission: Submission, file: Blob, key: CryptoKey): Promise<Blob> {
  const sealed = new Uint8Array(await file.arrayBuffer());
  const opened = await openSealed(key, sealed, purpose('licence', submission.by));
  return new Blob([opened as Uint8Array<ArrayBuffer>]);
}

function open(key: CryptoKey, sealed: string, what: string): Promise<Uint8Array> {
  return openSealed(key, decodeBase64url(sealed)!, what);
}

function readJson<T>(schema: v.GenericSchema<unknown, T>, bytes: Uint8Array): T {
  try {
    return v.parse(schema, jsonIn(bytes));
  } catch (cause) {
    throw new SealedError('damaged', {}, cause);
  }
}
