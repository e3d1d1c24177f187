/**
 * Somebody who writes to the platform in this browser past the app, with a key of their own: anybody can. It is bundled
 * for the page by `sendAsStranger`.
 */
import { generateSigningKey, randomBytes, signBytes } from '../../src/lib/keys';
import { authorOf, Chain, type RecordId } from '../../src/lib/ledger';
import { sealFor } from '../../src/lib/platform';
import { blobIdOf, EmbeddedPlatform } from '../../src/lib/sync';

const DATABASE = 'suiyin.platform.';

/** The platforms that this browser has, by their databases. */
async function platformIds(): Promise<string[]> {
  const names = (await indexedDB.databases()).map(({ name = '' }) => name);
  return names.filter((name) => name.startsWith(DATABASE)).map((name) => name.slice(DATABASE.length));
}

/** @returns the body of a record, as its author wrote it */
async function bodyOf(platform: EmbeddedPlatform, record: string): Promise<unknown> {
  const { records } = await platform.read(0, 1000);
  for (const { jws } of records) {
    const digest = await blobIdOf(new Blob([jws]));
    if ((digest as string) !== record) continue;
    const payload = jws.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const text = new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)));
    return (JSON.parse(text) as { body: unknown }).body;
  }
  throw new Error('no such record');
}

/**
 * Sends an envelope to a tender that holds no bid.
 *
 * @param isSealed sealed to the tender's opening key; else it cannot even be decrypted
 */
async function send(tender: string, isSealed: boolean): Promise<void> {
  const [id] = await platformIds();
  const platform = new EmbeddedPlatform(id!);
  const { opening } = (await bodyOf(platform, tender)) as { opening: { recipient: string } };
  const content = new Uint8Array(32 * 1024);
  const sealed = isSealed
    ? await sealFor([opening.recipient], content, `tender envelope ${tender as RecordId}`)
    : randomBytes(content.length);
  const blob = new Blob([new Uint8Array(sealed)]);
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const author = await authorOf(spki, (data) => signBytes(privateKey, data));
  const body = { tender, blob: await blobIdOf(blob), bytes: blob.size };
  const { jws } = await new Chain(author, id!, undefined).write('bid.enveloped', body, Date.now());
  await platform.putBlob(body.blob, blob);
  await platform.append([jws]);
  await platform.close();
}

export interface Stranger {
  send: typeof send;
}

(globalThis as { stranger?: Stranger }).stranger = { send };
