/** The app without a network: loaded once, then the server is gone. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { pdfsig } from '../conformance/verifiers';
import { serve } from '../tools/serve.js';
import { ROOT } from '../tools/setup.js';
import {
  COMPANY,
  expectPage,
  makeTrialIdentity,
  openSample,
  pointAt,
  save,
  saveByDownload,
  seal,
  sheet,
  stamps,
  useTool,
} from './clerk';

const isPhone = () => test.info().project.name === 'phone';

const BUILD = path.join(ROOT, 'build');
const READY = '应用已保存在本机，断网也能用';

/** The app on a server of the test's own, which can be stopped. */
class Site {
  #server: Awaited<ReturnType<typeof serve>> | undefined;
  url = '';

  /** Starts again at the same address. */
  async start(directory = BUILD): Promise<void> {
    await this.stop();
    const port = this.url ? Number(new URL(this.url).port) : 0;
    this.#server = await serve({ directory, port });
    this.url = this.#server.url;
  }

  async stop(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }
}

const test = base.extend<{ site: Site }>({
  site: async ({ browserName: _ }, use) => {
    const site = new Site();
    await site.start();
    await use(site);
    await site.stop();
  },
  baseURL: async ({ site }, use) => use(site.url),
});

// With the copy on the device that a service worker keeps, as people have it.
test.use({ serviceWorkers: 'allow' });

async function visit(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByText(READY)).toBeVisible({ timeout: 60_000 });
}

/** Names of the caches that hold a version of the app. */
function appCaches(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('suiyin-app-')));
}

async function cutNetwork(page: Page, site: Site): Promise<void> {
  await page.context().setOffline(true);
  await site.stop();
}

test('loaded once, it makes an identity, seals, saves and verifies with the network cut', async ({
  page,
  site,
}) => {
  await saveByDownload(page);
  await visit(page);
  await cutNetwork(page, site);
  await page.reload();

  await makeTrialIdentity(page);
  await expect(page.getByRole('banner').getByText('离线')).toBeVisible();
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.5, 0.5);
  await expect(stamps(page, 1)).toHaveCount(1);
  await useTool(page, '关键字');
  await page.getByLabel('关键字').fill('盖章');
  await expect(page.getByText(/找到 \d+ 处/)).toBeVisible();
  await seal(page);
  const { file } = await save(page);
  await expect(page.getByText('验证有效')).toBeVisible();
  expect(await pdfsig(file)).toMatchObject([{ valid: true }]);

  await page.goto('/verify');
  await page.locator('input[type=file][multiple]').setInputFiles(file);
  const result = page.getByRole('article').first();
  await expect(result).toContainText('有效');
  await expect(result).toContainText(COMPANY);
});

test('every file of the app is on the device, those that only workers load too', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await visit(page);
  const held = await page.evaluate(async () => {
    const requests = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return requests.flat().map(({ url }) => decodeURIComponent(new URL(url).pathname));
  });
  // The shell is held as `/`; the rest is asked for by the browser or by hosts, never by the app.
  const others = new Set(['/index.html', '/service-worker.js', '/_app/version.json', '/robots.txt']);
  const built = (await readdir(BUILD, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(
      (entry) =>
        `/${path.relative(BUILD, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')}`,
    )
    .filter((file) => !others.has(file));
  expect(built.length).toBeGreaterThan(100);
  expect(built.filter((file) => !held.includes(file))).toEqual([]);
});

test('every page opens without a network, the first time too', async ({ page, site }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await visit(page);
  await cutNetwork(page, site);
  for (const place of ['/seal', '/verify', '/seals', '/me', '/help', '/']) {
    await page.goto(place);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  }
  await page.goto('/help');
  const picture = page.locator('figure img').first();
  await picture.scrollIntoViewIfNeeded();
  await expect(picture).toHaveJSProperty('complete', true);
  expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
});

test('a PDF that another app shares opens in the workbench', async ({ page }) => {
  await visit(page);
  await page.reload(); // from here on the worker answers for the page
  await page.evaluate(() => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action: '/share', enctype: 'multipart/form-data' });
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', name: 'files', id: 'shared' });
    form.append(input);
    document.body.append(form);
  });
  await page.locator('#shared').setInputFiles(path.join(ROOT, 'static/sample/bid.pdf'));
  await page.evaluate(() => document.querySelector<HTMLInputElement>('#shared')?.form?.submit());
  await expectPage(page, 1);
  await expect(page.getByText('bid.pdf').first()).toBeVisible();
  await expect(sheet(page, 1)).toBeVisible();
});

test('a new version waits until the person lets it take over', async ({ page, site }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  const folder = await mkdtemp(path.join(tmpdir(), 'suiyin-site-'));
  try {
    await cp(BUILD, folder, { recursive: true });
    await site.start(folder);
    await visit(page);
    const before = await appCaches(page);
    expect(before).toHaveLength(1);

    await releaseNewVersion(folder);
    await site.start(folder);
    await page.reload();
    const notice = page.getByText('新版本已准备好');
    await expect(notice).toBeVisible({ timeout: 60_000 });
    // Put off, it is gone for this visit; what runs is the old version still.
    await page.getByRole('button', { name: '稍后' }).click();
    await expect(notice).toBeHidden();
    expect(await appCaches(page)).toEqual(expect.arrayContaining(before));

    await page.reload();
    await expect(notice).toBeVisible({ timeout: 60_000 });
    const reloaded = page.waitForEvent('load');
    await page.getByRole('button', { name: '立即更新' }).click();
    await reloaded;
    await expect.poll(() => appCaches(page)).not.toEqual(expect.arrayContaining(before));
    await expect(page.getByText(READY)).toBeVisible();
    await expect(notice).toBeHidden();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('where a file could not be fetched, the app is saved on the device as soon as it can be', async ({
  page,
  site,
}) => {
  test.skip(isPhone(), 'the layout makes no difference');
  const folder = await mkdtemp(path.join(tmpdir(), 'suiyin-site-'));
  try {
    await cp(BUILD, folder, { recursive: true });
    await rm(path.join(folder, 'sample/bid.pdf'));
    await site.start(folder);
    await page.goto('/');
    await expect(page.getByText('应用没有完整保存到本机')).toBeVisible({ timeout: 60_000 });
    await cp(path.join(BUILD, 'sample/bid.pdf'), path.join(folder, 'sample/bid.pdf'));
    await site.start(folder);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(page.getByText(READY)).toBeVisible({ timeout: 60_000 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a tab of the old version goes on after another tab took the new one over', async ({
  page,
  site,
  context,
}) => {
  test.skip(isPhone(), 'the layout makes no difference');
  const folder = await mkdtemp(path.join(tmpdir(), 'suiyin-site-'));
  try {
    await cp(BUILD, folder, { recursive: true });
    await site.start(folder);
    await visit(page);
    const [before] = await appCaches(page);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));

    await releaseNewVersion(folder);
    await renameChunks(folder);
    await site.start(folder);
    const other = await context.newPage();
    await other.goto('/');
    await expect(other.getByText('新版本已准备好')).toBeVisible({ timeout: 60_000 });
    const reloaded = other.waitForEvent('load');
    await other.getByRole('button', { name: '立即更新' }).click();
    await reloaded;
    await expect(page.getByText('新版本已在另一个窗口启用')).toBeVisible();

    // Pages and pdf.js' worker that the old tab has not loaded yet, and the server has no more.
    await site.stop();
    for (const place of ['帮助', '印章', '签章']) {
      await page.getByRole('link', { name: place, exact: true }).first().click();
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    }
    await page.getByRole('button', { name: '试用示例标书' }).click();
    await expectPage(page, 1);
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    expect(await appCaches(other)).toContain(before);

    // With the last old tab the old version goes.
    await page.close();
    await other.reload();
    await expect.poll(() => appCaches(other)).not.toContain(before);
    await expect.poll(async () => (await appCaches(other)).length).toBe(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** As a later build would: other names for all chunks of pages, and other content under the same name for the rest. */
async function renameChunks(folder: string): Promise<void> {
  const chunks = (await readdir(path.join(folder, '_app/immutable/nodes'))).filter((name) =>
    name.endsWith('.js'),
  );
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(js|html)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files) {
    let text = await readFile(file, 'utf8');
    for (const chunk of chunks) text = text.replaceAll(chunk, `later-${chunk}`);
    await writeFile(file, text);
  }
  for (const chunk of chunks) {
    const old = path.join(folder, '_app/immutable/nodes', chunk);
    await cp(old, path.join(path.dirname(old), `later-${chunk}`));
    await rm(old);
  }
  await writeFile(path.join(folder, 'pdfjs/pdf.worker.min.mjs'), 'throw new Error("of another version")');
}

/** The same files under another version, as a later build would be. */
async function releaseNewVersion(folder: string): Promise<void> {
  const { version } = JSON.parse(await readFile(path.join(folder, '_app/version.json'), 'utf8')) as {
    version: string;
  };
  const file = path.join(folder, 'service-worker.js');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(version);
  await writeFile(file, text.replaceAll(version, `${version}-later`));
}
