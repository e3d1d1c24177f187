/** An archive's page needs nobody's account; experts find the tenders that they were assigned to. */
import { expect, test } from '@playwright/test';
import { setUpPlatform, tabOf } from './supplier-clerk';

test('whoever has a file can have it verified, and is told why it is no archive', async ({ page }) => {
  await page.goto('/archive');
  await expect(page.getByRole('heading', { name: '验证项目档案' })).toBeVisible();
  const file = { name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n'.repeat(9)) };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText('这不是招标项目的档案文件')).toBeVisible();
});

test('an expert without a tender is told where theirs will appear', async ({ page, context }) => {
  await setUpPlatform(page);
  const expert = await tabOf(context, 'expert', '/expert');
  await expect(expert.getByText('平台管理员指定您评审项目后')).toBeVisible();
  await expert.goto('/expert/tender?id=none');
  await expect(expert.getByRole('heading', { name: '没有找到这个项目' })).toBeVisible();
});
