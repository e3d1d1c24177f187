import { PdfRef, PdfStream, PdfSyntaxError, type PdfDict, type PdfDocument, type PdfObject } from '../syntax';
import type { ValidationData } from './trust';

/** Certificates, lists and answers that are read; more are hostile. */
const MAX_OBJECTS = 2000;
const MAX_BYTES = 64 << 20;

const NONE: ValidationData = { certificates: [], crls: [], ocsps: [] };

/**
 * What a document brings along to judge its signatures by (ISO 32000-2 12.8.4.3: /DSS): its lists for all signatures,
 * and those for single ones (/VRI), which are joined: each of these proves itself, wherever it stands.
 *
 * @returns undefined without a /DSS
 */
export async function validationDataOf(doc: PdfDocument): Promise<ValidationData | undefined> {
  const store = await doc.dict((await doc.catalog()).get('DSS'));
  if (!store) return undefined;
  const reader = new StoreReader(doc);
  const data = {
    certificates: await reader.streams(store, 'Certs'),
    crls: await reader.streams(store, 'CRLs'),
    ocsps: await reader.streams(store, 'OCSPs'),
  };
  const perSignature = await doc.dict(store.get('VRI'));
  for (const [, entry] of perSignature?.entries() ?? []) {
    if (reader.isExhausted) break;
    const own = await doc.dict(entry);
    if (!own) continue;
    data.certificates.push(...(await reader.streams(own, 'Cert')));
    data.crls.push(...(await reader.streams(own, 'CRL')));
    data.ocsps.push(...(await reader.streams(own, 'OCSP')));
  }
  return data;
}

export function joined(...all: (ValidationData | undefined)[]): ValidationData {
  const given = all.map((data) => data ?? NONE);
  return {
    certificates: given.flatMap(({ certificates }) => certificates),
    crls: given.flatMap(({ crls }) => crls),
    ocsps: given.flatMap(({ ocsps }) => ocsps),
  };
}

class StoreReader {
  #objectsLeft = MAX_OBJECTS;
  #bytesLeft = MAX_BYTES;
  readonly #seen = new Set<string>();

  constructor(private readonly doc: PdfDocument) {}

  get isExhausted(): boolean {
    return this.#objectsLeft === 0 || this.#bytesLeft <= 0;
  }

  /** Contents of the streams in a dictionary's array; those that were read before and such as are broken are left out. */
  async streams(dict: PdfDict, key: string): Promise<Uint8Array[]> {
    const contents: Uint8Array[] = [];
    for (const entry of (await this.doc.array(dict.get(key))) ?? []) {
      const id = entry instanceof PdfRef ? entry.key : undefined;
      if (this.isExhausted) break;
      if (id !== undefined && this.#seen.has(id)) continue;
      if (id !== undefined) this.#seen.add(id);
      this.#objectsLeft -= 1;
      const content = await this.#read(entry);
      if (!content) continue;
      this.#bytesLeft -= content.length;
      contents.push(content);
    }
    return contents;
  }

  async #read(entry: PdfObject): Promise<Uint8Array | undefined> {
    try {
      const stream = await this.doc.resolve(entry);
      return stream instanceof PdfStream ? await this.doc.decode(stream) : undefined;
    } catch (error) {
      if (error instanceof PdfSyntaxError) return undefined;
      throw error;
    }
  }
}
