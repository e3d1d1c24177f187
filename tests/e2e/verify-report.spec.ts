/** Reports of the verify page, many files, and what happens when its worker fails. */
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';
import { expectPage, makeTrialIdentity, save, saveByDownload, seal, useTool } from './clerk';
import { COMPANY, plainPdf, SECOND_COMPANY, VerifyFiles, withOtherContent } from './verify-files';

const isPhone = () => test.info().project.name === 'phone';

/** Of poppler; where it is not there, nobody can say what a report reads like. */
const PDFTOTEXT = 'pdftotext';

let files: VerifyFiles;

test.beforeAll(() => {
  files = new VerifyFiles();
  files.write('plain.pdf', plainPdf());
  files.seal('plain.pdf', 'sealed.pdf');
  files.seal('sealed.pdf', 'twice.pdf', SECOND_COMPANY, { x: 30, y: 210 });
  files.write('changed.pdf', withOtherContent(files.read('twice.pdf'), '1 0 0 rg 60 600 300 120 re f'));
});

test.afterAll(() => files.remove());

async function choose(page: Page, ...names: string[]): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles(names.map((name) => files.path(name)));
}

async function keep(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Whether qpdf finds the file's structure sound; undefined where it is not there. */
function isSound(pdf: Buffer): boolean | undefined {
  files.write('report.pdf', pdf.toString('latin1'));
  const { status, error } = spawnSync('qpdf', ['--check', files.path('report.pdf')]);
  return error ? undefined : status === 0;
}

function textOf(pdf: Buffer): string | undefined {
  const { status, stdout } = spawnSync(PDFTOTEXT, ['-', '-'], { input: pdf, encoding: 'utf8' });
  return status === 0 ? stdout.replaceAll(/\s+/g, '') : undefined;
}

test('a report of one file is kept as PDF, in the language of the interface', async ({ page }) => {
  await page.goto('/verify');
  await choose(page, 'changed.pdf');
  await page.getByRole('button', { name: 'changed.pdf 的验签报告' }).click();
  const { name, bytes } = await keep(page, '保存为 PDF');
  expect(name).toBe('changed-验签报告.pdf');
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(isSound(bytes)).not.toBe(false);
  const text = textOf(bytes);
  test.skip(text === undefined, 'pdftotext is not there');
  const digest = createHash('sha256')
    .update(await readFile(files.path('changed.pdf')))
    .digest('hex');
  for (const part of [
    '验签报告',
    '无效',
    COMPANY,
    SECOND_COMPANY,
    digest,
    '第4版·改动',
    '（不允许）',
    '证书链',
    '体验证书没有官方渠道',
    '时区',
  ])
    expect(text).toContain(part);
});

test('a report calls a trial certificate one beside its verdict, and is short about what cannot be read', async ({
  page,
}) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await page.goto('/verify');
  await page.locator('input[type=file]:not([multiple])').setInputFiles(files.path('sealed.pem'));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('switch', { name: '逐字核对' }).check();
  await dialog.getByRole('button', { name: '信任' }).click();
  for (const name of ['a', 'b', 'c', 'd', 'e']) files.write(`${name}.pdf`, name === 'a' ? '' : 'letter');
  await choose(page, 'sealed.pdf', ...['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.pdf`));
  await expect(page.getByRole('radio', { name: '有效 1' })).toBeAttached();
  await expect(page.getByText('文件是空的')).toBeVisible();
  await expect(page.getByText('正在逐个验证')).toHaveCount(0);
  await page.getByRole('button', { name: '全部报告' }).click();
  const { bytes } = await keep(page, '保存为 PDF');
  expect(isSound(bytes)).not.toBe(false);
  const text = textOf(bytes);
  test.skip(text === undefined, 'pdftotext is not there');
  for (const part of ['有效（体验证书）', '体验证书只在本机受信任', '文件是空的（0字节）', '6字节'])
    expect(text).toContain(part);
  expect(text).toMatch(/1\/[34]/);
});

test('a report of many files is kept as JSON with stable names', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await page.goto('/verify');
  await choose(page, 'twice.pdf', 'plain.pdf');
  await expect(page.getByText('没有签章', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: '全部报告' }).click();
  const { name, bytes } = await keep(page, '保存为 JSON');
  expect(name).toBe('验签报告.json');
  expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({
    format: 'suiyin-verify',
    version: 1,
    files: [
      {
        file: 'twice.pdf',
        verdict: 'valid-untrusted',
        sha256: createHash('sha256')
          .update(await readFile(files.path('twice.pdf')))
          .digest('hex'),
        revisionCount: 3,
        signatures: [
          { signer: COMPANY, trial: true, intact: true, problems: ['untrusted-root'] },
          { signer: SECOND_COMPANY, seals: [{ page: 1, xMm: 30, yMm: 210, widthMm: 40, heightMm: 40 }] },
        ],
      },
      { file: 'plain.pdf', verdict: 'unsigned', signatures: [] },
    ],
  });
});

test('a report is sealed in the workbench, and verifies', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await saveByDownload(page);
  await makeTrialIdentity(page);
  await page.getByRole('link', { name: '验证', exact: true }).first().click();
  await choose(page, 'sealed.pdf');
  await page.getByRole('button', { name: 'sealed.pdf 的验签报告' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '给报告签章' }).click();
  await expect(page).toHaveURL('/seal');
  await expectPage(page, 1);
  await useTool(page, '批量章');
  await seal(page);
  await save(page);
  await expect(page.getByText('验证有效')).toBeVisible();
});

/** Drops copies of a document on the page: `1.pdf` and so on. */
async function dropMany(page: Page, pdf: string, count: number): Promise<void> {
  // Known once the page has started; before, it takes no drop.
  await expect(page.getByText('还没有。创建体验身份后')).toBeVisible();
  await page.evaluate(
    ([text, most]) => {
      const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      for (let i = 1; i <= most; i += 1)
        transfer.items.add(new File([bytes], `${i}.pdf`, { type: 'application/pdf' }));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    },
    [pdf, count] as const,
  );
}

test('five hundred files stay usable, can be cancelled and taken up again', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await page.goto('/verify');
  await dropMany(page, files.read('sealed.pdf'), 500);
  await expect(page.getByText('正在逐个验证')).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(50);
  await page.getByRole('button', { name: '取消' }).first().click();
  await expect(page.getByText('正在逐个验证')).toHaveCount(0);
  // More than are listed at first may have been verified by then.
  await page.getByRole('radio', { name: /^其他 \d+$/ }).check();
  await expect(page.getByText('已取消验证').first()).toBeVisible();
  await page.getByRole('radio', { name: '全部 500' }).check();
  await page.getByRole('button', { name: '再显示 50 个' }).click();
  await expect(page.getByRole('article')).toHaveCount(100);
  await expect(page.getByText('已显示 100 / 500')).toBeVisible();

  await page.getByRole('button', { name: '全部重试' }).click();
  // The page answers while the worker works.
  await page.getByRole('button', { name: '粘贴根证书' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
  await expect(page.getByText(/^未受信任 [1-9]\d+$/)).toBeVisible({ timeout: 60_000 });
});

test('a worker that cannot be loaded is told of, and tried again', async ({ page, context }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  // Pages that a service worker serves would have the file.
  await context.route(/workers|verify-.*\.js/, (route) =>
    /verify-[\w-]+\.js$/.test(route.request().url()) && route.request().resourceType() === 'script'
      ? route.abort()
      : route.continue(),
  );
  await page.goto('/verify');
  await choose(page, 'sealed.pdf', 'plain.pdf');
  await expect(page.getByText('验证程序没有运行起来')).toBeVisible();
  await expect(page.getByText('验证程序没有加载成功').first()).toBeVisible();
  await context.unroute(/workers|verify-.*\.js/);
  await page.getByRole('button', { name: '重试', exact: true }).click();
  await expect(page.getByText('完整，签章人未受信任')).toBeVisible();
  await expect(page.getByText('没有签章', { exact: true })).toBeVisible();
});

test('a root that is trusted while files are verified counts for all of them', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await page.goto('/verify');
  await page.locator('input[type=file]:not([multiple])').setInputFiles(files.path('sealed.pem'));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('switch', { name: '逐字核对' }).check();
  await dropMany(page, files.read('sealed.pdf'), 40);
  await dialog.getByRole('button', { name: '信任' }).click();
  await expect(page.getByRole('radio', { name: '有效 40' })).toBeAttached({ timeout: 60_000 });
  await expect(page.getByRole('radio', { name: '未受信任' })).toHaveCount(0);
});
