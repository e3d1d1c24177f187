/** How long the app takes to open on a platform with many records. */
import { chromium, type Page } from 'playwright';
import { generateSigningKey, memoryKeyStorage, randomBytes, signBytes, Vaults } from '../../src/lib/keys';
import { authorOf, Chain, encodeBase64url, type RecordId } from '../../src/lib/ledger';
import { foundPlatform, recipientOf, sealFor, staffAuthor } from '../../src/lib/platform';
import { CHROMIUM_FLAGS, chromiumPath } from '../tools/chromium.js';
import { serve } from '../tools/serve.js';
import { ROOT, buildApp, ensureBrowser } from '../tools/setup.js';
import type { Figure } from './figure';
import { median } from './measure';

const RECORDS = 100_000;
/** People who ask for being examined, are rejected, and ask again. */
const PEOPLE = 2000;
const ROUNDS = 7;
const START = Date.UTC(2026, 0, 5);
const PIN = '835274';

interface Seed {
  platform: string;
  records: { position: number; id: string; receivedAt: number; jws: string }[];
}

/** A platform with its founder, who examines too, and as many records of real names as are wanted. */
async function seed(count: number): Promise<Seed> {
  const storage = memoryKeyStorage();
  const vaults = new Vaults(storage, {
    kdf: { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 },
    idleMs: 1e9,
  });
  const steps = await foundPlatform({
    ...{ vaults, founder: '李主任', now: START, random: randomBytes },
    pins: { staff: PIN, root: PIN, issuing: PIN },
    details: {
      ...{ name: '云溪城发集团电子招标采购平台', province: '湖南省', organiser: '云溪城发集团' },
      fees: { 1: 30000, 2: 50000, 3: 70000, 5: 100000 },
      bank: { holder: '云溪城发集团', number: '43050168888800000123', bank: '中国建设银行岳阳云溪支行' },
      support: { phone: '0731-88904166' },
      categories: [{ id: 'works', name: '工程' }],
    },
  });
  for (const vault of steps.keys.vaults) await storage.addVault(vault);
  for (const key of steps.keys.keys) await storage.addKey(key);
  const { platform, record } = steps;
  const founder = new Chain(await staffAuthor(await vaults.unlock(steps.vaultIds.staff, PIN)), platform, {
    seq: record.seq,
    id: record.id,
  });
  const records: Seed['records'] = [];
  const add = ({ jws, id }: { jws: string; id: RecordId }): void => {
    const position = records.length + 1;
    records.push({ position, id, receivedAt: START + position, jws });
  };
  add(record);
  const { privateKey } = (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
  const recipient = await recipientOf(privateKey);
  const sealed = encodeBase64url(await sealFor([recipient], randomBytes(120), 'bench'));
  const people: Chain[] = [];
  while (records.length < count) {
    const person = people[(records.length >> 1) % PEOPLE] ?? (await newPerson(platform));
    if (people.length < PEOPLE) people.push(person);
    const [front, back, selfie] = [0, 1, 2].map(() => encodeBase64url(randomBytes(32)));
    const asked = await person.write(
      'person.requested',
      { recipient, sealed, files: { front, back, selfie } },
      START,
    );
    add(asked);
    add(
      await founder.write(
        'person.reviewed',
        { request: asked.id, decision: 'rejected', reason: '照片不清楚，请重新拍摄。' },
        START,
      ),
    );
  }
  return { platform, records };
}

async function newPerson(platform: string): Promise<Chain> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return new Chain(await authorOf(spki, (data) => signBytes(privateKey, data)), platform, undefined);
}

/** Puts an embedded platform into a browser, and makes it the one that was chosen. */
async function plant(page: Page, url: string, { platform, records }: Seed): Promise<void> {
  await page.goto(`${url}/me`);
  // Opened too early they would be made here, and without their tables.
  for (;;) {
    const found = await page.evaluate(() => indexedDB.databases());
    const isMade = (name: string) => found.some((one) => one.name === name && (one.version ?? 0) >= 10);
    if (isMade('suiyin-default') && isMade('suiyin.directory')) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // The runner gives functions their names by a helper that pages do not have.
  await page.evaluate('globalThis.__name = (named) => named');
  // Native versions are ten times Dexie's.
  await page.evaluate(async (id) => {
    const open = (name: string, version: number | undefined, make: (db: IDBDatabase) => void) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = () => make(request.result);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
    const put = (db: IDBDatabase, store: string, value: unknown) =>
      new Promise<void>((resolve, reject) => {
        const transaction = db.transaction(store, 'readwrite');
        transaction.objectStore(store).put(value);
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(new Error(store));
      });
    const directory = await open('suiyin.directory', undefined, () => undefined);
    await put(directory, 'platforms', { id, addedAt: 0 });
    directory.close();
    const workspace = await open('suiyin-default', undefined, () => undefined);
    await put(workspace, 'settings', { name: 'platform', value: id });
    workspace.close();
    const own = await open(`suiyin.platform.${id}`, 10, (db) => {
      db.createObjectStore('records', { keyPath: 'position' }).createIndex('id', 'id', { unique: true });
      db.createObjectStore('blobs', { keyPath: 'id' });
      db.createObjectStore('uploads', { keyPath: 'id' });
      db.createObjectStore('chunks', { keyPath: ['id', 'index'] });
    });
    own.close();
  }, platform);
  for (let from = 0; from < records.length; from += 5000) {
    const part = records.slice(from, from + 5000);
    await page.evaluate(
      ({ id, rows }) =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.open(`suiyin.platform.${id}`);
          request.onerror = () => reject(new Error('platform'));
          request.onsuccess = () => {
            const db = request.result;
            const transaction = db.transaction('records', 'readwrite');
            for (const row of rows) transaction.objectStore('records').put(row);
            transaction.oncomplete = () => (db.close(), resolve());
            transaction.onerror = () => reject(new Error('records'));
          };
        }),
      { id: platform, rows: part },
    );
  }
}

/** ms from the address to the first page that shows the platform's state. */
async function openingMs(page: Page, url: string): Promise<number> {
  const start = performance.now();
  await page.goto(`${url}/outbox`, { waitUntil: 'commit' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  return performance.now() - start;
}

/** Position of the checkpoint; in the page. */
function savedPosition(): Promise<number> {
  return new Promise((resolve) => {
    const request = indexedDB.open('suiyin-default');
    request.onsuccess = () => {
      const db = request.result;
      const all = db.transaction('checkpoints').objectStore('checkpoints').getAll();
      all.onsuccess = () => {
        db.close();
        resolve((all.result as { position: number }[])[0]?.position ?? 0);
      };
    };
  });
}

async function opening(count: number): Promise<{ ms: number; firstMs: number }> {
  const server = await serve({ directory: `${ROOT}/build`, port: 0 });
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] });
  try {
    const context = await browser.newContext({ serviceWorkers: 'block', locale: 'zh-CN' });
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    await plant(page, server.url, await seed(count));
    const firstMs = await openingMs(page, server.url);
    // The first time all records are taken over and folded, and a checkpoint is written; after that, what is new.
    while (count > 1 && (await page.evaluate(savedPosition)) < count - 1000) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await page.goto('about:blank');
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await openingMs(page, server.url));
    return { ms: median(times), firstMs };
  } finally {
    await browser.close();
    await server.close();
  }
}

export const figures: Record<string, () => Promise<Figure>> = {
  'app.open-100k': async () => {
    await ensureBrowser();
    await buildApp();
    const empty = await opening(1);
    const full = await opening(RECORDS);
    const [ours, theirs, first] = [full.ms, empty.ms, full.firstMs].map(Math.round);
    return {
      name: 'app.open-100k',
      value: Math.round((full.ms / empty.ms) * 100) / 100,
      unit: 'ratio',
      against: `an empty platform, ${theirs} ms (with 100,000 records ${ours} ms; the first time, all are fetched: ${first} ms)`,
      target: '<= 2',
    };
  },
};
