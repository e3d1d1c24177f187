import { generateSigningKey, signBytes } from '../../src/lib/keys';
import { authorOf, Chain, type Author, type RecordId } from '../../src/lib/ledger';
import { MAX_RECORD_BYTES } from '../../src/lib/sync';

const AT = Date.UTC(2026, 10, 1, 9);

export async function newAuthor(): Promise<Author> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return authorOf(spki, (data) => signBytes(privateKey, data));
}

/** Records of one new author, in order. */
export async function recordsOf(count: number, platform: string): Promise<{ jws: string; id: RecordId }[]> {
  const chain = new Chain(await newAuthor(), platform, undefined);
  const all: { jws: string; id: RecordId }[] = [];
  while (all.length < count) all.push(await chain.write('note', { text: `第 ${all.length} 条` }, AT));
  return all;
}

/** A record as large as a record may be, to within what base64 leaves. */
export async function largestRecord(platform: string): Promise<string> {
  const author = await newAuthor();
  const of = async (length: number) =>
    (await new Chain(author, platform, undefined).write('note', 'A'.repeat(length), AT)).jws;
  const room = MAX_RECORD_BYTES - (await of(0)).length;
  return of(Math.floor((room * 3) / 4));
}
