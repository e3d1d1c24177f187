import { bytesEqual, concatBytes, utf8 } from '../keys';
import { isRecipient } from './recipient';
import { SealedError } from './sealed-error';

/** Loaded when it is needed: the rules of records, which every page has, do without. */
const loadAge = () => import('age-encryption');

/**
 * Seals private parts: age v1 (https://age-encryption.org/v1) with X25519 recipients. Anybody can seal, so what is in it is a
 * claim. age binds nothing beside the content: without `purpose` somebody could copy another person's sealed part
 * into a record of their own, and whoever opens it would show the one's data as the other's.
 *
 * @param recipients `age1…`, see `recipientsOf`
 * @param purpose    what it is sealed for and by whom, e.g. the kind and the author's id; wanted again to open it
 * @returns a few hundred bytes more than `bytes`
 * @throws SealedError `no-recipient`, `bad-recipient`
 */
export async function sealFor(
  recipients: readonly string[],
  bytes: Uint8Array,
  purpose = '',
): Promise<Uint8Array> {
  if (recipients.length === 0) throw new SealedError('no-recipient');
  const bad = recipients.find((recipient) => !isRecipient(recipient));
  if (bad !== undefined) throw new SealedError('bad-recipient', { recipient: bad });
  const { Encrypter } = await loadAge();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(concatBytes(mark(purpose), bytes));
}

/**
 * Opens what `sealFor` has sealed.
 *
 * @param key     X25519 private key with the usage `deriveBits`, as a vault's `agreementKey` gives it
 * @param purpose that it was sealed for
 * @throws SealedError `not-for-you`, `damaged`, `other-purpose`
 */
export async function openSealed(key: CryptoKey, sealed: Uint8Array, purpose = ''): Promise<Uint8Array> {
  const { Decrypter } = await loadAge();
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  let content: Uint8Array;
  try {
    content = await decrypter.decrypt(sealed);
  } catch (cause) {
    const isOthers = cause instanceof Error && cause.message.startsWith('no identity matched');
    throw new SealedError(isOthers ? 'not-for-you' : 'damaged', {}, cause);
  }
  const expected = mark(purpose);
  if (!bytesEqual(content.subarray(0, expected.length), expected)) throw new SealedError('other-purpose');
  return content.slice(expected.length);
}

/** @returns the recipient, `age1…`, of a vault's agreement key */
export async function recipientOf(key: CryptoKey): Promise<string> {
  const { identityToRecipient } = await loadAge();
  return identityToRecipient(key);
}

/** Its length first: no purpose is the beginning of another one with content. */
function mark(purpose: string): Uint8Array {
  const name = utf8(purpose);
  const length = new Uint8Array(2);
  new DataView(length.buffer).setUint16(0, name.length);
  return concatBytes(length, name);
}
