/** Files of other programs on the verify page: none is left without an answer, none stops the rest. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { corpus } from '../conformance/corpora';

test.skip(({ isMobile }) => isMobile, 'the layout makes no difference');

test('every file of the corpus gets a verdict, and signed ones can be opened', async ({ page }) => {
  const folder = corpus('pdf-signed');
  test.skip(folder === undefined, 'the corpus is not at hand');
  if (!folder) return;
  const files = readdirSync(folder).filter((name) => name.endsWith('.pdf'));
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto('/verify');
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles(files.map((name) => path.join(folder, name)));
  await expect(page.getByText(`全部 ${files.length}`)).toBeVisible();
  await expect(page.getByText('正在逐个验证')).toHaveCount(0, { timeout: 100_000 });
  await expect(page.getByText('验证没有完成')).toHaveCount(0);
  while (await page.getByRole('button', { name: /^再显示/ }).isVisible())
    await page.getByRole('button', { name: /^再显示/ }).click();
  await expect(page.getByRole('article')).toHaveCount(files.length);

  for (const name of files.filter((file) => /pades|signed-twice|two-fields/.test(file))) {
    const row = page.getByRole('article', { name, exact: true });
    const details = row.getByRole('button', { name: '的签名详情' });
    if (!(await details.isVisible())) continue;
    await details.click();
    await expect(row.getByText('文件的经过')).toBeVisible();
    await expect(row.getByRole('application').locator('canvas')).toBeVisible();
  }
  expect(faults).toEqual([]);
});
