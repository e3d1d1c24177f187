/** The verify page: sealed, tampered and other files, without an identity and without a network. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const ROOT = path.resolve(import.meta.dirname, '../..');
const COMPANY = '云溪测试有限公司';

let folder: string;
const file = (name: string) => path.join(folder, name);

function engine(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('node', [path.join(ROOT, 'tests/tools/engine.js'), ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`engine ${args.join(' ')}: ${stdout}${stderr}`);
}

/** One A4 page, without a cross-reference table that anybody has to count: the engine writes the sealed file. */
function onePage(): string {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>',
    '<< /Length 21 >>\nstream\n0 0 1 rg 9 9 9 9 re f\nendstream',
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  return (
    `${text}xref\n0 5\n0000000000 65535 f \n${offsets.join('')}` +
    `trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  );
}

test.beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'suiyin-verify-'));
  writeFileSync(file('plain.pdf'), onePage());
  writeFileSync(file('plan.json'), JSON.stringify([{ kind: 'single', page: 1, x: 120, y: 200 }]));
  const identity = ['--plan', file('plan.json'), '--company', COMPANY, '--root-out', file('root.pem')];
  engine('seal', file('plain.pdf'), file('sealed.pdf'), ...identity);
  const sealed = readFileSync(file('sealed.pdf'), 'latin1');
  writeFileSync(file('tampered.pdf'), sealed.replace('0 0 1 rg', '1 0 0 rg'), 'latin1');
  writeFileSync(file('letter.pdf'), 'This is a letter.');
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function choose(page: Page, ...names: string[]): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles(names.map(file));
}

const result = (page: Page, name: string) => page.getByRole('article', { name, exact: true });

test('a sealed file is intact for everybody, and valid once its root is trusted', async ({ page }) => {
  await page.goto('/verify');
  await choose(page, 'sealed.pdf');
  const row = result(page, 'sealed.pdf');
  await expect(row.getByText('完整，签章人未受信任')).toBeVisible();
  await expect(row.getByText(`由 ${COMPANY} 于`)).toBeVisible();
  await expect(row.getByText('之后无改动').first()).toBeVisible();
  await expect(row.getByText('第 1 页，距左 120 毫米、距上 200 毫米，40 × 40 毫米')).toBeVisible();

  await page.locator('input[type=file]').nth(1).setInputFiles(file('root.pem'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('随印体验平台 根 CA')).toBeVisible();
  await dialog.getByRole('button', { name: '信任' }).click();
  await expect(row.getByText('有效', { exact: true })).toBeVisible();
  await expect(row.getByText('签章人受信任')).toBeVisible();

  await row.getByRole('button', { name: '查看证书' }).click();
  await expect(page.getByRole('dialog').getByRole('heading', { name: COMPANY })).toBeVisible();
});

test('many files have a line each, in words', async ({ page }) => {
  await page.goto('/verify');
  await choose(page, 'sealed.pdf', 'tampered.pdf', 'plain.pdf', 'letter.pdf');
  await expect(result(page, 'tampered.pdf').getByText(`${COMPANY} 的签名已被破坏`)).toBeVisible();
  await expect(result(page, 'plain.pdf').getByText('没有签章', { exact: true })).toBeVisible();
  await expect(result(page, 'letter.pdf').getByText('这个文件不是 PDF')).toBeVisible();

  await result(page, 'tampered.pdf').getByRole('button', { name: '的签名详情' }).click();
  await expect(result(page, 'tampered.pdf').getByText('被签名保护的内容被改动过')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});

test('the page works by keyboard', async ({ page }) => {
  await page.goto('/verify');
  await choose(page, 'sealed.pdf', 'plain.pdf');
  const details = result(page, 'sealed.pdf').getByRole('button', { name: '的签名详情' });
  await details.focus();
  await page.keyboard.press('Enter');
  await expect(result(page, 'sealed.pdf').getByRole('button', { name: '查看证书' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(result(page, 'sealed.pdf')).toHaveCount(0);
});
