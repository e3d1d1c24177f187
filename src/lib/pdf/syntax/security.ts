import { aesCipher, rc4Cipher, type Cipher } from './ciphers';
import { PdfSyntaxError } from './error';
import { digest, emptyPasswordKey, type KeyMaterial } from './file-key';
import { PdfDict, PdfName, PdfString, type PdfObject } from './objects';

type CryptMethod = 'none' | 'rc4' | 'aes128' | 'aes256';

/** `sAlT`, ISO 32000-2 algorithm 1, step b. */
const AES_SALT = Uint8Array.of(0x73, 0x41, 0x6c, 0x54);

/** The standard security handler (ISO 32000-2 7.6) of a document that the empty password opens. */
export class Security {
  readonly #key: Uint8Array;
  readonly #filters: ReadonlyMap<string, CryptMethod>;
  readonly #stringFilter: string;
  readonly #streamFilter: string;
  readonly #encryptMetadata: boolean;
  /** Whether other readers than Acrobat and pdf.js would read what is encrypted with this key. */
  readonly widelyRead: boolean;

  private constructor(o: {
    key: Uint8Array;
    filters: ReadonlyMap<string, CryptMethod>;
    stringFilter: string;
    streamFilter: string;
    encryptMetadata: boolean;
    widelyRead: boolean;
  }) {
    this.#key = o.key;
    this.#filters = o.filters;
    this.#stringFilter = o.stringFilter;
    this.#streamFilter = o.streamFilter;
    this.#encryptMetadata = o.encryptMetadata;
    this.widelyRead = o.widelyRead;
  }

  /**
   * @param dict       /Encrypt, with all that it refers to in place
   * @param documentId first element of /ID
   * @throws PdfSyntaxError `encrypted` where a password is needed, `unsupported-encryption`
   */
  static async open(dict: PdfDict, documentId: Uint8Array): Promise<Security> {
    const filter = dict.get('Filter');
    const version = integer(dict, 'V') ?? 0;
    const revision = integer(dict, 'R') ?? 0;
    if (filter !== PdfName.of('Standard')) {
      const name = filter instanceof PdfName ? filter.value : undefined;
      throw new PdfSyntaxError('unsupported-encryption', { filter: name });
    }
    if (![1, 2, 4, 5].includes(version) || revision < 2 || revision > 6) {
      throw new PdfSyntaxError('unsupported-encryption', { version, revision });
    }
    const encryptMetadata = dict.get('EncryptMetadata') !== false;
    const filters = cryptFilters(dict, version);
    const stringFilter = version >= 4 ? (nameIn(dict, 'StrF') ?? 'Identity') : 'StdCF';
    const streamFilter = version >= 4 ? (nameIn(dict, 'StmF') ?? 'Identity') : 'StdCF';
    const found = { filters, stringFilter, streamFilter, encryptMetadata };
    for (const keyBytes of keyLengths(dict, version)) {
      const key = await emptyPasswordKey(material(dict, { revision, keyBytes, documentId, encryptMetadata }));
      if (!key) continue;
      const isShort = version === 4 && key.length < 16;
      return new Security({ ...found, key: isShort ? padded(key) : key, widelyRead: !isShort });
    }
    // Attachments may be all that is encrypted (7.6.5, /EFF).
    if (filters.get(stringFilter) === 'none' && filters.get(streamFilter) === 'none') {
      return new Security({ ...found, key: new Uint8Array(), widelyRead: true });
    }
    throw new PdfSyntaxError('encrypted');
  }

  /** For the strings of an object; undefined where they are not encrypted. */
  async stringCipher(num: number, gen: number): Promise<Cipher | undefined> {
    return this.#cipher(this.#stringFilter, num, gen);
  }

  /**
   * For the data of a stream; undefined where it is not encrypted.
   *
   * @param dict       with direct /Type, /Filter and /DecodeParms, as `filter` names
   * @param cryptName  /Name of a Crypt filter that the stream starts with (7.4.10)
   */
  async streamCipher(
    dict: PdfDict,
    cryptName: string | undefined,
    num: number,
    gen: number,
  ): Promise<Cipher | undefined> {
    const type = dict.get('Type');
    if (type === PdfName.of('XRef')) return undefined;
    if (cryptName !== undefined) return this.#cipher(cryptName, num, gen);
    if (type === PdfName.of('Metadata') && !this.#encryptMetadata) return undefined;
    return this.#cipher(this.#streamFilter, num, gen);
  }

  /** ISO 32000-2 algorithms 1 and 1.A. */
  async #cipher(filter: string, num: number, gen: number): Promise<Cipher | undefined> {
    const method = this.#filters.get(filter) ?? 'none';
    if (method === 'none') return undefined;
    if (method === 'aes256') return aesCipher(this.#key);
    const number = Uint8Array.of(num, num >> 8, num >> 16, gen, gen >> 8);
    const salt = method === 'aes128' ? AES_SALT : new Uint8Array();
    const hash = await digest('md5', this.#key, number, salt);
    const key = hash.slice(0, Math.min(this.#key.length + 5, 16));
    return method === 'aes128' ? aesCipher(key) : rc4Cipher(key);
  }
}

/** ISO 32000-2 table 20 (/CF) and table 25; `StdCF` stands for the one method of older versions. */
function cryptFilters(dict: PdfDict, version: number): Map<string, CryptMethod> {
  const filters = new Map<string, CryptMethod>([['Identity', 'none']]);
  if (version < 4) return filters.set('StdCF', 'rc4');
  const all = dict.get('CF');
  if (!(all instanceof PdfDict)) return filters;
  for (const [name, filter] of all.entries()) {
    const method = filter instanceof PdfDict ? (nameIn(filter, 'CFM') ?? 'None') : 'None';
    if (name === 'Identity') continue;
    if (method === 'None') filters.set(name, 'none');
    else if (method === 'V2') filters.set(name, 'rc4');
    else if (method === 'AESV2') filters.set(name, 'aes128');
    else if (method === 'AESV3') filters.set(name, 'aes256');
    else throw new PdfSyntaxError('unsupported-encryption', { filter: method });
  }
  return filters;
}

/** Lengths of the file key to try, in bytes: writers disagree on where and in which unit it is said. */
function keyLengths(dict: PdfDict, version: number): Set<number> {
  if (version === 1) return new Set([5]);
  if (version === 5) return new Set([32]);
  const lengths = new Set<number>();
  const add = (value: number | undefined, unit: 'bits' | 'bytes') => {
    const bytes = value === undefined ? undefined : unit === 'bits' ? value / 8 : value;
    if (bytes !== undefined && Number.isInteger(bytes) && bytes >= 5 && bytes <= 16) lengths.add(bytes);
  };
  if (version === 4) {
    lengths.add(16);
    const all = dict.get('CF');
    const name = nameIn(dict, 'StmF');
    const filter = all instanceof PdfDict && name !== undefined ? all.get(name) : undefined;
    const length = filter instanceof PdfDict ? integer(filter, 'Length') : undefined;
    add(length, 'bytes');
    add(length, 'bits');
  }
  add(integer(dict, 'Length') ?? 40, 'bits');
  add(integer(dict, 'Length'), 'bytes');
  return lengths.add(16).add(5);
}

/** A shorter key of version 4 is filled up, as Acrobat does. */
function padded(key: Uint8Array): Uint8Array {
  const full = new Uint8Array(16);
  full.set(key);
  return full;
}

function material(
  dict: PdfDict,
  o: Pick<KeyMaterial, 'revision' | 'keyBytes' | 'documentId' | 'encryptMetadata'>,
): KeyMaterial {
  return {
    ...o,
    owner: bytesIn(dict, 'O'),
    user: bytesIn(dict, 'U'),
    ownerKey: bytesIn(dict, 'OE'),
    userKey: bytesIn(dict, 'UE'),
    permissions: (integer(dict, 'P') ?? 0) | 0,
  };
}

function integer(dict: PdfDict, key: string): number | undefined {
  const value = dict.get(key);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function nameIn(dict: PdfDict, key: string): string | undefined {
  const value = dict.get(key);
  return value instanceof PdfName ? value.value : undefined;
}

function bytesIn(dict: PdfDict, key: string): Uint8Array {
  const value = dict.get(key);
  return value instanceof PdfString ? value.bytes : new Uint8Array();
}

/**
 * The signature's bytes are stored as they are (ISO 32000-2 7.6.2): all other strings of a signature dictionary
 * are encrypted.
 */
export function isSignatureDict(dict: PdfDict): boolean {
  const type = dict.get('Type');
  return dict.has('ByteRange') || type === PdfName.of('Sig') || type === PdfName.of('DocTimeStamp');
}

/** Replaces the strings in an object that was read from a file by decrypted ones. */
export function decryptStrings(object: PdfObject, cipher: Cipher): PdfObject {
  if (object instanceof PdfString) return new PdfString(cipher.decrypt(object.bytes));
  if (Array.isArray(object)) {
    object.forEach((item, i) => (object[i] = decryptStrings(item, cipher)));
  } else if (object instanceof PdfDict) {
    const keepsContents = isSignatureDict(object);
    for (const [key, value] of object.entries()) {
      if (!(keepsContents && key === 'Contents')) object.set(key, decryptStrings(value, cipher));
    }
  }
  return object;
}
